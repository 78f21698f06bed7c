namespace Helmstuck.Kube;

/// <summary>Which credential plugins the user's kuberc lets run.</summary>
/// <param name="Type"><c>DenyAll</c> or <c>Allowlist</c>; with <c>AllowAll</c> there is no policy.</param>
/// <param name="Allowed">Names and paths of programs.</param>
internal sealed record PluginPolicy(string Type, IReadOnlyList<string> Allowed);
