using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>The other objects of a namespace: pods, ReplicaSets, and core v1 Events.</summary>
internal sealed record NamespaceObjects
{
    public IReadOnlyList<KubeObject> ReplicaSets { get; init; } = [];

    /// <summary>Null if they could not be read.</summary>
    public IReadOnlyList<KubeObject>? Pods { get; init; } = [];
    public IReadOnlyList<KubeObject> Events { get; init; } = [];
    public BindingFacts Binding { get; init; } = BindingFacts.None;
}
