using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>owner</c>: no controller owns the release. A controller that repairs it fails the check; the mark of another deployer is a warning.
/// </summary>
internal static class OwnerCheck
{
    public const string Id = "owner";

    public static readonly CheckDefinition Definition = new FactCheck<OwnerFact?>
    {
        Id = Id,
        Question = "Is there no controller that manages the release?",
        Topic = CheckTopic.Running,
        CanBeOverridden = true,
        Advises = RecommendedAction.LeaveToOwner,
        Reads = static subject => subject.Facts.Owner,
        Judges = static (subject, owner) => Of(owner, subject.Review.Record),
    };

    /// <param name="record">The one under review.</param>
    public static CheckAnswer Of(OwnerFact? owner, ReleaseRecord? record = null)
    {
        var restored = record is null ? null : RestoreText.Of(record);
        string[] origin = restored is null ? [] : [$"record {record!.Meta.ObjectName} {restored}"];
        return owner switch
        {
            null when restored is not null => new CheckAnswer(
                CheckState.Pass,
                $"no controller owns this release; its record {restored}",
                ["a backup tool puts objects back and does not run Helm: it is no owner"]
            ),
            null => new CheckAnswer(CheckState.Pass, "no controller owns this release", []),
            { LeaveToOwner: true } => new CheckAnswer(
                CheckState.Fail,
                $"{Name(owner)} manages this release",
                [.. owner.Evidence, .. origin, .. owner.Advice]
            ),
            { Kind: OwnerKind.Controller } => new CheckAnswer(
                CheckState.Warn,
                $"{owner.Name} deployed this release: a controller, which may run in another cluster",
                [.. owner.Evidence, .. origin, .. owner.Advice]
            ),
            _ => new CheckAnswer(CheckState.Warn, $"{Name(owner)} deployed this release", [.. owner.Evidence, .. origin, .. owner.Advice]),
        };
    }

    private static string Name(OwnerFact owner)
    {
        var kind = owner.Kind switch
        {
            OwnerKind.Flux => "Flux HelmRelease",
            OwnerKind.K3sHelmChart => "HelmChart (k3s/RKE2)",
            OwnerKind.Rancher => "Rancher",
            OwnerKind.ArgoCd => "Argo CD",
            OwnerKind.Terraform => "Terraform",
            _ => "",
        };
        return $"{kind} {owner.Name}".Trim();
    }
}
