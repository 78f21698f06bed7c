namespace Helmstuck.Kube;

/// <summary>The names in the kubeconfig files: what the flags can choose from.</summary>
/// <param name="Contexts">For <c>--context</c>, in order.</param>
/// <param name="Clusters">For <c>--cluster</c>, in order.</param>
/// <param name="Users">For <c>--user</c>, in order.</param>
/// <param name="Namespaces">The namespaces that contexts of the chosen context's cluster name, in order.</param>
internal sealed record KubeconfigNames(
    IReadOnlyList<string> Contexts,
    IReadOnlyList<string> Clusters,
    IReadOnlyList<string> Users,
    IReadOnlyList<string> Namespaces
)
{
    public static KubeconfigNames None { get; } = new([], [], [], []);
}
