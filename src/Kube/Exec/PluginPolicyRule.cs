using Helmstuck.Processes;

namespace Helmstuck.Kube.Exec;

/// <summary>client-go: plugin/pkg/client/auth/exec/exec.go updateCommandAndCheckAllowlistLocked.</summary>
internal static class PluginPolicyRule
{
    /// <summary>Why the plugin may not run, or null.</summary>
    /// <param name="folders">The value of PATH.</param>
    public static string? WhyNot(PluginPolicy? policy, string command, string? folders)
    {
        if (policy is null)
            return null;
        if (policy.Type != "Allowlist")
            return $"plugin \"{command}\" not allowed: policy set to \"{policy.Type}\"";
        if (policy.Allowed.Contains(command))
            return null;
        if (Resolved(command, folders) is not { } path)
            return $"plugin path \"{command}\" cannot be resolved for credential plugin allowlist check: exec: \"{command}\": executable "
                + "file not found in $PATH";
        return policy.Allowed.Any(name => name == path || Resolved(name, folders) == path)
            ? null
            : $"plugin path \"{path}\" is not permitted by the credential plugin allowlist";
    }

    private static string? Resolved(string name, string? folders) => (ProgramPath.Of(name, folders) as ProgramPath.Found)?.Path;
}
