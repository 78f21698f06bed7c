using Helmstuck.Pipelines;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>owner</c>: no controller owns the release. One that repairs it by itself fails the check; another deployer's mark is a warning.
/// </summary>
internal static class OwnerCheck
{
    public static Check Of(OwnerFact? owner) =>
        owner switch
        {
            null => new Check(CheckId.Owner, CheckState.Pass, "no controller owns this release", []),
            { LeaveToOwner: true } => new Check(
                CheckId.Owner,
                CheckState.Fail,
                $"{Name(owner)} owns this release and acts by itself",
                [.. owner.Evidence, .. owner.Advice]
            ),
            _ => new Check(
                CheckId.Owner,
                CheckState.Warn,
                $"{Name(owner)} has deployed this release",
                [.. owner.Evidence, .. owner.Advice]
            ),
        };

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
