using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>A release's workloads: the verdicts, and the live objects with their kinds, which an item of a list lacks.</summary>
internal sealed record WorkloadAnswer(IReadOnlyList<WorkloadHealth> Workloads, IReadOnlyList<(string Kind, KubeObject Live)> Kinds)
{
    public IReadOnlyList<KubeObject> Own => [.. Kinds.Select(item => item.Live)];

    /// <summary>Helm's newest write to each of them.</summary>
    public IReadOnlyList<HelmWrite> Writes => [.. Kinds.Select(item => LiveReader.WriteOf(item.Kind, item.Live)).OfType<HelmWrite>()];

    /// <summary>Kind, namespace and name of the targets of HPAs: Helm does not control their replicas.</summary>
    public IReadOnlySet<(string Kind, string Namespace, string Name)> HpaTargets { get; init; } = new HashSet<(string, string, string)>();
}
