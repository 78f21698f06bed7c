using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>How much of one Review to read.</summary>
internal sealed record ReviewOptions
{
    /// <summary>Read the payload of every record, not only of those that Helm's next step depends on.</summary>
    public bool WholeHistory { get; init; }

    /// <summary>
    /// Which records there are, the API server's cache may say: enough to look at, and cheap. Each payload is read consistently all the
    /// same, and whatever is decided by a Review is read again first.
    /// </summary>
    public bool FromCache { get; init; }

    /// <summary>
    /// Nobody asked for it, time has passed: what lies outside the cluster is not bothered again within <see cref="Surveyor.CiRest"/>.
    /// </summary>
    public bool Unasked { get; init; }

    /// <summary>What is to be done: it decides which permission is asked for.</summary>
    public Remedy Remedy { get; init; } = Remedy.Delete;
}
