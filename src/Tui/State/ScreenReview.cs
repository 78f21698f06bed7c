using Helmstuck.Runbook;

namespace Helmstuck.Tui.State;

/// <summary>A review with its plans for both remedies, made beside the loop so that views only display them.</summary>
internal sealed record ScreenReview(Review Review, PlanFacts? Delete, PlanFacts? MarkFailed)
{
    /// <summary>The kubeconfig context, if several are on the screen; empty if there is only one.</summary>
    public string Context { get; init; } = "";

    /// <summary>Requests of earlier runs that may still arrive at the record, one sentence each.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    public PlanFacts? Plan(Remedy remedy) => remedy == Remedy.Delete ? Delete : MarkFailed;

    public ReleaseKey Key => new(Review.Namespace, Review.Release, Context);

    /// <summary>Everything has been read.</summary>
    public bool Complete => Review.Loading.Count == 0;
}
