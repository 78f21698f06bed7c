namespace Helmstuck.Survey;

/// <summary>One release as a list shows it. <see cref="Status"/> is the label's, but the payload's where the list was deep.</summary>
internal sealed record ReleaseRow
{
    public required string Namespace { get; init; }
    public required string Release { get; init; }

    /// <summary>The newest record's revision.</summary>
    public required int Revision { get; init; }

    public required string Status { get; init; }
    public required bool Stuck { get; init; }

    /// <summary>Name of the newest record's Secret or ConfigMap.</summary>
    public required string Record { get; init; }

    /// <summary>When the newest record was made, by the server's clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When Helm last wrote the newest record, by the server's clock.</summary>
    public DateTimeOffset? LastWrittenAt { get; init; }

    /// <summary>
    /// What a deep list found that the label hides or gets wrong, or that the payload cannot be decoded; empty otherwise.
    /// </summary>
    public string Note { get; init; } = "";

    /// <summary>The newest payload cannot be decoded (found by a deep list only).</summary>
    public bool Unreadable { get; init; }
}

/// <summary>What was asked for.</summary>
internal sealed record ListScope
{
    /// <summary>Null for all namespaces.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Every release, not only stuck ones.</summary>
    public bool All { get; init; }

    /// <summary>Read the newest payload of every release.</summary>
    public bool Deep { get; init; }
}

/// <summary>An answer to "which releases are stuck", or why there is none.</summary>
internal sealed record ReleaseListing
{
    public required ListScope Scope { get; init; }

    /// <summary>Ordered by namespace, then release; in a list of all, stuck ones first.</summary>
    public IReadOnlyList<ReleaseRow> Rows { get; init; } = [];

    /// <summary>Only the API server's cache has answered: nothing may be concluded from an absence yet.</summary>
    public bool FromCache { get; init; }

    /// <summary>A sentence in kubectl's words where the list could not be read; the rows are then empty or older.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Sentences that help on: after an empty answer, a driver that holds records elsewhere, a namespace that cannot be told to exist.
    /// </summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>When it was read, by this machine's clock.</summary>
    public DateTimeOffset ReadAt { get; init; }
}
