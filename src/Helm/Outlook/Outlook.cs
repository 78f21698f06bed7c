namespace Helmstuck.Helm.Outlook;

/// <summary>The forecasts that a decision needs, and the facts behind them.</summary>
internal sealed record Outlook
{
    public required Forecast Now { get; init; }
    public required Forecast AfterDelete { get; init; }

    /// <summary>If a stuck record cannot be marked failed, nothing changes: the same as now.</summary>
    public required Forecast AfterMarkFailed { get; init; }

    /// <summary>As <see cref="AfterMarkFailed"/>, with the status that Helm's own last write would have set.</summary>
    public required Forecast AfterMarkDeployed { get; init; }

    public MarkFailed MarkFailed { get; init; } = MarkFailed.Yes;

    /// <summary>The forecast for when all of <see cref="ToDelete"/> are deleted; null if that is only the stuck one.</summary>
    public Forecast? AfterDeleteAll { get; init; }

    /// <summary>
    /// The revisions to delete, newest first, to unlock Helm: the stuck one, and pending ones directly below it; none if nothing blocks
    /// Helm.
    /// </summary>
    public IReadOnlyList<long> ToDelete { get; init; } = [];

    /// <summary>
    /// Notes in addition to the forecasts: number reuse, orphans, change of the apply method, two deployed, gaps, pruning, differing
    /// labels.
    /// </summary>
    public IReadOnlyList<OutlookNote> Notes { get; init; } = [];
}
