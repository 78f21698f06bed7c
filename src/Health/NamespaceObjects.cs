using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>What a namespace holds besides its workloads: the pods, the ReplicaSets between, and the core v1 Events.</summary>
internal sealed record NamespaceObjects
{
    public IReadOnlyList<KubeObject> ReplicaSets { get; init; } = [];

    /// <summary>Null where they could not be read.</summary>
    public IReadOnlyList<KubeObject>? Pods { get; init; } = [];
    public IReadOnlyList<KubeObject> Events { get; init; } = [];
    public BindingFacts Binding { get; init; } = BindingFacts.None;
}
