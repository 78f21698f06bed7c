using Helmstuck.Helm.Records;

namespace Helmstuck.Survey;

/// <summary>The stuck releases, or the reason why they could not be listed.</summary>
internal sealed record ReleaseListing
{
    public required ListScope Scope { get; init; }

    /// <summary>Ordered by namespace, then release; in a list of all, stuck ones first.</summary>
    public IReadOnlyList<ReleaseRow> Rows { get; init; } = [];

    /// <summary>Only the API server's cache has answered: an absence proves nothing yet.</summary>
    public bool FromCache { get; init; }

    /// <summary>A sentence in kubectl's words if the list could not be read; the rows are then empty or older.</summary>
    public string? Error { get; init; }

    /// <summary>The API server answered that the user may not list these records.</summary>
    public bool Forbidden { get; init; }

    /// <summary>The API server did not answer at all.</summary>
    public bool OutOfReach { get; init; }

    /// <summary>A watch from here misses no change; empty if it is not known.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>What else to try: after an empty answer, another driver or another namespace.</summary>
    public IReadOnlyList<ListHint> Hints { get; init; } = [];

    /// <summary>When it was read, by this machine's clock.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>How far the server's clock is ahead of this machine's; zero where no answer told the time.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Settings <c>helm.idleAfter</c>: a record that was not written for so long is stuck, not in progress.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>
    /// The phase of one of the rows at <paramref name="now"/>, by this machine's clock; null if nothing can be said: the newest record
    /// cannot be decoded, and its label is not a pending one.
    /// </summary>
    public ReleasePhase? PhaseOf(ReleaseRow row, DateTimeOffset now) =>
        row.Stuck ? ReleasePhases.OfLock(SilenceOf(row, now), IdleAfter)
        : row.Unreadable ? null
        : ReleasePhase.Ok;

    /// <summary>
    /// How long ago the newest record was created or last written, at <paramref name="now"/> by this machine's clock; null if the
    /// server does not say.
    /// </summary>
    public TimeSpan? SilenceOf(ReleaseRow row, DateTimeOffset now) => now + ClockSkew - row.LastActivityAt;

    /// <summary>The listing without the rows whose newest record was created or written less than <paramref name="age"/> ago.</summary>
    public ReleaseListing OlderThan(TimeSpan age, DateTimeOffset now) =>
        this with
        {
            Rows = [.. Rows.Where(row => SilenceOf(row, now) is not { } silence || silence >= age)],
        };
}
