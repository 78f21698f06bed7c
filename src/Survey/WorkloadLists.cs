using Helmstuck.Kube;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Lists of a namespace that were asked for before the release's manifests were known.</summary>
/// <param name="Autoscalers">Null if they may not be read.</param>
internal sealed record WorkloadLists(
    string Namespace,
    Task<KubeResult<IReadOnlyList<KubeObject>>> Deployments,
    Task<IReadOnlyList<KubeObject>?> Autoscalers
);
