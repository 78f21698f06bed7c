namespace Helmstuck.Tests.Support;

/// <summary>
/// Somebody whom the API server knows, with a kubeconfig file of their own. <see cref="Token"/> is null for a client certificate.
/// </summary>
internal sealed record ClusterUser(string Name, string[] Groups, string Kubeconfig, string? Token);

/// <summary>
/// One RBAC rule: resources as "secrets", "apps/deployments" (group before the slash, "*" for all), verbs, and names if only some.
/// </summary>
internal sealed record Allow(string[] Resources, string[] Verbs, string[]? Names = null)
{
    /// <summary>May do everything to the given resources.</summary>
    public static Allow All(params string[] resources) => new(resources, ["*"]);

    /// <summary>May get, list and watch the given resources.</summary>
    public static Allow Read(params string[] resources) => new(resources, ["get", "list", "watch"]);
}
