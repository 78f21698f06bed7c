using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// A namespace that is being deleted: the API server refuses every create in it (Kubernetes: plugin/namespace/lifecycle admission), and so
/// every new record.
/// </summary>
/// <param name="Since">By the server's clock.</param>
/// <param name="HeldBy">What it waits for, in the namespace controller's words; empty where that is not told.</param>
internal sealed record NamespaceDeletion(string Namespace, DateTimeOffset? Since, string HeldBy)
{
    /// <summary><c>namespace shop is being deleted</c></summary>
    public string Fact => $"namespace {Namespace} is being deleted";

    /// <summary><c>namespace shop is being deleted since 2026-11-22 14:02:11Z, held by finalizer example.com/hold</c></summary>
    public string Sentence =>
        Fact
        + (Since is { } since ? $" since {since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "")
        + (HeldBy.Length > 0 ? $", held by {HeldBy}" : "");

    /// <summary>Null where the namespace is not being deleted.</summary>
    public static NamespaceDeletion? Of(KubeObject found) =>
        found.Meta.DeletionTimestamp is null && found.Json.Text("status", "phase") != "Terminating"
            ? null
            : new NamespaceDeletion(found.Meta.Name, found.Meta.DeletionTimestamp, Holders(found));

    private static string Holders(KubeObject found)
    {
        List<string> holders =
        [
            .. Remaining(found, "NamespaceFinalizersRemaining", "finalizers: "),
            .. Remaining(found, "NamespaceContentRemaining", "content: "),
            .. Failed(found, "NamespaceDeletionDiscoveryFailure"),
            .. Failed(found, "NamespaceDeletionContentFailure"),
            .. Failed(found, "NamespaceDeletionGroupVersionParsingFailure"),
            .. Texts(found, "metadata", "finalizers").Select(name => $"finalizer {name} of the namespace"),
        ];
        if (holders.Count == 0)
            holders.AddRange(Texts(found, "spec", "finalizers").Select(name => $"finalizer {name} of the namespace"));
        return string.Join("; ", holders);
    }

    /// <summary>What such a condition lists after its first colon.</summary>
    private static IEnumerable<string> Remaining(KubeObject found, string type, string title) =>
        Failed(found, type)
            .Select(words => title + (words.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? words[(colon + 2)..] : words));

    private static IEnumerable<string> Failed(KubeObject found, string type) =>
        found
            .Json.Items("status", "conditions")
            .Where(condition => condition.Text("type") == type && condition.Text("status") == "True")
            .Select(condition => condition.Text("message") ?? "")
            .Where(words => words.Length > 0);

    private static IEnumerable<string> Texts(KubeObject found, string part, string name) =>
        found
            .Json.Items(part, name)
            .Where(item => item.ValueKind == System.Text.Json.JsonValueKind.String)
            .Select(item => item.GetString()!);
}
