using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>A release's workloads: the verdicts, and the live objects (<paramref name="Own"/>).</summary>
internal sealed record WorkloadAnswer(
    IReadOnlyList<WorkloadHealth> Workloads,
    IReadOnlyList<KubeObject> Own,
    IReadOnlyList<HelmWrite> Writes
)
{
    /// <summary>Live objects that were read already, by the key of the manifest.</summary>
    public IReadOnlyDictionary<ObjectKey, KubeObject> Read { get; init; } = new Dictionary<ObjectKey, KubeObject>();

    /// <summary>Kind, namespace and name of the targets of HPAs: Helm does not control their replicas.</summary>
    public IReadOnlySet<(string Kind, string Namespace, string Name)> HpaTargets { get; init; } = new HashSet<(string, string, string)>();
}
