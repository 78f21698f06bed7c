using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// A manifest that names kinds which the API server does not serve, or that cannot be parsed. Helm builds all of a manifest or nothing
/// (Helm: kube/client.go Build; Kubernetes: cli-runtime resource/mapper.go).
/// </summary>
/// <param name="Unserved">The objects of those kinds, in the manifest's order.</param>
/// <param name="Problems">A sentence for each document that cannot be parsed.</param>
internal sealed record UnbuiltManifest(IReadOnlyList<ManifestObject> Unserved, IReadOnlyList<string> Problems)
{
    private const int Shown = 3;

    /// <summary>Null where every kind is served.</summary>
    /// <param name="isServed">Whether the API server has the kind of an object, by its apiVersion and kind.</param>
    public static UnbuiltManifest? Of(ManifestSet manifest, Func<ObjectKey, bool> isServed) =>
        manifest.Objects.Where(item => !isServed(item.Key)).ToList() is var unserved && unserved.Count + manifest.Problems.Count > 0
            ? new UnbuiltManifest(unserved, manifest.Problems)
            : null;

    /// <summary>
    /// The builder's words, the same only once, several in brackets (Kubernetes: apimachinery util/errors Aggregate). What its parser says
    /// is told in this program's words.
    /// </summary>
    public string Words
    {
        get
        {
            if (Problems.Count > 0)
                return $"error parsing : {Problems[0]}";
            var words = Unserved.Select(WordsOf).Distinct(StringComparer.Ordinal).ToList();
            return words.Count == 1 ? words[0] : $"[{string.Join(", ", words)}]";
        }
    }

    /// <summary><c>Widget opt (example.com/v1)</c>, three of them at most.</summary>
    public string Names
    {
        get
        {
            var names = Unserved.Select(item => $"{item.Key.Kind} {item.Key.Name} ({item.Key.ApiVersion})").Distinct().ToList();
            return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
        }
    }

    /// <summary>
    /// Whether an uninstall builds one of them: it leaves out what its resource policy keeps (Helm: action/resource_policy.go).
    /// </summary>
    public bool StopsUninstall => Problems.Count > 0 || Unserved.Any(item => !IsKept(item));

    /// <summary>
    /// Why Helm refuses, as the end of a sentence that begins with the revision: <c>names Widget opt (example.com/v1), which the API server
    /// does not serve</c>
    /// </summary>
    public string Why =>
        Unserved.Count == 0
            ? $"has a manifest that cannot be parsed ({Problems[0].TrimEnd('.')})"
            : $"names {Names}, which the API server does not serve";

    private static bool IsKept(ManifestObject item) =>
        (item.Json.Text("metadata", "annotations", "helm.sh/resource-policy") ?? "")
            .Trim()
            .Equals("keep", StringComparison.OrdinalIgnoreCase);

    private static string WordsOf(ManifestObject item)
    {
        var (version, kind, _, name) = item.Key;
        var noMatch = $"no matches for kind \"{kind}\" in version \"{version}\"";
        if (item.InList)
            return $"unable to recognize {noMatch}";
        var space = item.Json.Text("metadata", "namespace") ?? "";
        return $"resource mapping not found for name: \"{name}\" namespace: \"{space}\" from \"\": "
            + $"{noMatch}\nensure CRDs are installed first";
    }
}
