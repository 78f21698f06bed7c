using Helmstuck.Runbook;

namespace Helmstuck.Tui.State;

/// <summary>A review with its plans for both remedies, made beside the loop so that views only display them.</summary>
internal sealed record ScreenReview(Review Review, PlanFacts? Delete, PlanFacts? MarkFailed)
{
    public PlanFacts? Plan(Remedy remedy) => remedy == Remedy.Delete ? Delete : MarkFailed;

    public ReleaseKey Key => new(Review.Namespace, Review.Release);

    /// <summary>Everything has been read.</summary>
    public bool Complete => Review.Loading.Count == 0;
}

/// <summary>A plan with where its backups would be written and the kubectl commands that do the same.</summary>
internal sealed record PlanFacts(RecoveryPlan Plan, IReadOnlyList<string> BackupPaths, IReadOnlyList<string> Commands)
{
    /// <summary>The identity of the reviewed records: another uid or resourceVersion is another record.</summary>
    public string Identity =>
        string.Join(
            '\n',
            Plan.Records.Select(record =>
                $"{record.Meta.Namespace}/{record.Meta.ObjectName} {record.Meta.Uid} {record.Meta.ResourceVersion}"
            )
        );
}
