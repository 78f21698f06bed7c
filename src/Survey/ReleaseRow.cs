using Helmstuck.Helm.Records;

namespace Helmstuck.Survey;

/// <summary>One release in a list. <see cref="Status"/> is from the label, or from the payload in a deep list.</summary>
internal sealed record ReleaseRow
{
    /// <summary>The kubeconfig context, if several are listed side by side; empty if there is only one.</summary>
    public string Context { get; init; } = "";

    public required string Namespace { get; init; }
    public required string Release { get; init; }

    /// <summary>The newest record's revision.</summary>
    public required long Revision { get; init; }

    public required string Status { get; init; }
    public required bool Stuck { get; init; }

    /// <summary>Name of the newest record's Secret or ConfigMap.</summary>
    public required string Record { get; init; }

    /// <summary>When the newest record was created, by the server's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When Helm last wrote the newest record, by the server's clock.</summary>
    public DateTimeOffset? LastWrittenAt { get; init; }

    /// <summary>When the newest record was created or last written by anything but kubectl, by the server's clock.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>
    /// What a deep list found out: a wrong or missing label, or a payload that cannot be decoded; empty otherwise.
    /// </summary>
    public string Note { get; init; } = "";

    /// <summary>The newest payload cannot be decoded (only a deep list finds this).</summary>
    public bool Unreadable { get; init; }

    /// <summary>
    /// The row of a release whose newest record is <paramref name="newest"/> and whose status is <paramref name="status"/>.
    /// </summary>
    public static ReleaseRow Of(RecordMeta newest, string status) =>
        new()
        {
            Namespace = newest.Namespace,
            Release = newest.Release,
            Revision = newest.Revision,
            Status = status,
            Stuck = ReleaseStatus.IsStuck(status),
            Record = newest.ObjectName,
            StartedAt = newest.StartedAt,
            LastWrittenAt = newest.LastWrittenAt,
            LastActivityAt = newest.LastActivityAt,
        };
}
