using Helmstuck.Kube;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Jobs and Pods in which a controller runs Helm.</summary>
internal sealed class RunnerAnswer(KubeResult<IReadOnlyList<KubeObject>> jobs, KubeResult<IReadOnlyList<KubeObject>> pods)
{
    public KubeResult<IReadOnlyList<KubeObject>> Jobs => jobs;

    public KubeResult<IReadOnlyList<KubeObject>> Pods => pods;
}
