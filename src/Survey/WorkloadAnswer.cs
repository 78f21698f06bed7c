using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Survey;

/// <summary>A release's workloads: judged, and as they live (<paramref name="Own"/>).</summary>
internal sealed record WorkloadAnswer(
    IReadOnlyList<WorkloadHealth> Workloads,
    IReadOnlyList<KubeObject> Own,
    IReadOnlyList<HelmWrite> Writes
)
{
    /// <summary>Kind, namespace and name of what an HPA targets: its replicas are not Helm's.</summary>
    public IReadOnlySet<(string Kind, string Namespace, string Name)> HpaTargets { get; init; } = new HashSet<(string, string, string)>();
}
