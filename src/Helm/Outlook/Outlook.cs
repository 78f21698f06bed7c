namespace Helmstuck.Helm.Outlook;

/// <summary>The forecasts that a decision needs, and what they rest on.</summary>
internal sealed record Outlook
{
    public required Forecast Now { get; init; }
    public required Forecast AfterDelete { get; init; }
    public required Forecast AfterMarkFailed { get; init; }

    /// <summary>The forecast after all of <see cref="ToDelete"/> are gone; null where that is just the stuck one.</summary>
    public Forecast? AfterDeleteAll { get; init; }

    /// <summary>
    /// Revisions that must go, newest first, before Helm is unlocked: the stuck one, and pending ones right below it; none where nothing is
    /// in the way.
    /// </summary>
    public IReadOnlyList<long> ToDelete { get; init; } = [];

    /// <summary>
    /// Facts worth a line each beyond the forecasts: number reuse, orphans, apply method flip, two deployed, gaps, pruning, disagreeing
    /// labels.
    /// </summary>
    public IReadOnlyList<OutlookNote> Notes { get; init; } = [];
}
