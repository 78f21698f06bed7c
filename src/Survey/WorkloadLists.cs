using Helmstuck.Kube;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Lists of a namespace that were asked for before the release's manifests were known.</summary>
internal sealed class WorkloadLists(
    string ns,
    Task<KubeResult<IReadOnlyList<KubeObject>>> deployments,
    Task<IReadOnlyList<KubeObject>?> autoscalers
)
{
    public string Namespace => ns;

    public Task<KubeResult<IReadOnlyList<KubeObject>>> Deployments => deployments;

    /// <summary>Null if they may not be read.</summary>
    public Task<IReadOnlyList<KubeObject>?> Autoscalers => autoscalers;
}
