using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Survey;

/// <summary>A release's workloads: the verdicts, and the live objects (<paramref name="Own"/>).</summary>
internal sealed record WorkloadAnswer(
    IReadOnlyList<WorkloadHealth> Workloads,
    IReadOnlyList<KubeObject> Own,
    IReadOnlyList<HelmWrite> Writes
)
{
    /// <summary>Kind, namespace and name of the targets of HPAs: Helm does not control their replicas.</summary>
    public IReadOnlySet<(string Kind, string Namespace, string Name)> HpaTargets { get; init; } = new HashSet<(string, string, string)>();
}
