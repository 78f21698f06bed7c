using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>What a Helm with <c>--wait</c> may be waiting for, and the live objects that were read to know it, by their key.</summary>
internal sealed record AwaitedAnswer(IReadOnlyList<AwaitedObject> Objects, IReadOnlyDictionary<ObjectKey, KubeObject> Live);
