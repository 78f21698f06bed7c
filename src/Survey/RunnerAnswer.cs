using Helmstuck.Kube;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Jobs and Pods in which a controller runs Helm.</summary>
internal sealed record RunnerAnswer(KubeResult<IReadOnlyList<KubeObject>> Jobs, KubeResult<IReadOnlyList<KubeObject>> Pods);
