using YamlDotNet.Core;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// The part of kubectl's preferences that concerns every program that reads a kubeconfig: which credential plugins may run. Aliases and
/// default flags are for kubectl's own subcommands; kubectl does not apply them to plugins either.
/// Sources: kubectl pkg/kuberc/kuberc.go, marshal.go; client-go plugin/pkg/client/auth/exec/exec.go ValidatePluginPolicy.
/// </summary>
internal static class Kuberc
{
    private const string V1Beta1 = "kubectl.config.k8s.io/v1beta1";
    private const string Applying = "error occurred while applying preferences ";

    /// <summary>The result of reading; no <paramref name="Policy"/>: every plugin may run.</summary>
    internal sealed record Preference(PluginPolicy? Policy);

    /// <summary>A missing or unreadable file is no policy, as in kubectl, unless <c>KUBERC</c> names it.</summary>
    public static KubeResult<Preference> Load(KubeEnvironment environment)
    {
        var named = environment.NonEmpty("KUBERC");
        if (named == "off" || string.Equals(environment.Variable("KUBECTL_KUBERC"), "false", StringComparison.OrdinalIgnoreCase))
            return new Preference(null);
        var path = named ?? Path.Combine(environment.Home, ".kube", "kuberc");
        if (named is null && !File.Exists(path))
            return new Preference(null);
        try
        {
            var found = Documents(File.ReadAllText(path)).FirstOrDefault(IsPreference);
            return found is not null ? Policy(found)
                : named is null ? new Preference(null)
                : Wrong($"kuberc error kuberc: no valid preferences found in {path}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return named is null ? new Preference(null) : Wrong($"kuberc error kuberc: {GoErrors.Open(path, error)}");
        }
    }

    private static IEnumerable<YamlTree> Documents(string text)
    {
        foreach (var document in ("\n" + text).Split("\n---"))
        {
            YamlTree? tree;
            try
            {
                tree = YamlTree.Parse(document);
            }
            catch (YamlException)
            {
                // kubectl takes the first document that it can read.
                continue;
            }
            if (tree is not null)
                yield return tree;
        }
    }

    private static bool IsPreference(YamlTree tree) =>
        Text(tree["kind"]) == "Preference" && Text(tree["apiVersion"]) is V1Beta1 or "kubectl.config.k8s.io/v1alpha1";

    private static KubeResult<Preference> Policy(YamlTree preference)
    {
        // v1alpha1 has no such policy.
        if (Text(preference["apiVersion"]) != V1Beta1)
            return new Preference(null);
        var type = Text(preference["credentialPluginPolicy"]);
        var list = preference["credentialPluginAllowlist"] as YamlTree.Sequence;
        if (type is "" or "AllowAll" or "DenyAll")
            return list is not null
                ? Wrong($"misconfigured credential plugin allowlist: plugin policy is \"{type}\" but allowlist is non-nil")
                : new Preference(type == "DenyAll" ? new PluginPolicy(type, []) : null);
        if (type != "Allowlist")
            return Wrong($"unknown plugin policy: \"{type}\"");
        if (list is null)
            return Wrong("credential plugin policy set to \"Allowlist\", but allowlist is unspecified");
        if (list.Items.Count == 0)
            return Wrong("credential plugin policy set to \"Allowlist\", but allowlist is empty; use \"DenyAll\" policy instead");
        var names = new List<string>();
        foreach (var entry in list.Items)
        {
            var name = Text(entry["name"]);
            if (name.Length == 0)
                return Wrong($"misconfigured credential plugin allowlist: empty allowlist entry #{names.Count + 1}");
            if (Clean(name) is var clean && clean != name)
                return Wrong($"non-normalized file path: \"{name}\" vs \"{clean}\"");
            names.Add(name);
        }
        return new Preference(new PluginPolicy(type, names));
    }

    /// <summary>Go: path/filepath Clean.</summary>
    private static string Clean(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && kept.Count > 0 && kept[^1] != "..")
                kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("" or ".") && (segment != ".." || !path.StartsWith('/')))
                kept.Add(segment);
        }
        var clean = (path.StartsWith('/') ? "/" : "") + string.Join('/', kept);
        return clean.Length == 0 ? "." : clean;
    }

    private static string Text(YamlTree? tree) => (tree as YamlTree.Scalar)?.Text ?? "";

    private static KubeError Wrong(string why) => new(KubeErrorKind.Configuration, KubeError.OneLine(Applying + why));
}
