using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>What to read for a Review.</summary>
internal sealed record ReviewOptions
{
    /// <summary>Read the payload of every record, not only of those that Helm's next step depends on.</summary>
    public bool WholeHistory { get; init; }

    /// <summary>
    /// The list of records may come from the API server's cache: cheap, and enough to look at. Each payload is still read
    /// consistently, and a Review is read again before a decision.
    /// </summary>
    public bool FromCache { get; init; }

    /// <summary>
    /// A periodic refresh: sources outside the cluster are not asked again within <see cref="CiReader.Rest"/>.
    /// </summary>
    public bool Unasked { get; init; }

    /// <summary>The remedy: it decides which permission is asked for.</summary>
    /// <summary>Look for what the revisions above a distant base of the next upgrade left behind.</summary>
    public bool LeftBehind { get; init; }

    public Remedy Remedy { get; init; } = Remedy.Delete;

    /// <summary>
    /// Send the DELETE with <c>dryRun=All</c> as well: what admission says to it is part of <c>permissions</c>. Only where somebody is
    /// about to delete.
    /// </summary>
    public bool Rehearse { get; init; }
}
