using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>Reads the marks of deployers, and puts them into words.</summary>
internal static class OwnerMarks
{
    /// <summary>The records whose last writer's name begins so, a sentence each, three at most.</summary>
    public static IEnumerable<string> WrittenBy(IReadOnlyList<ObjectMeta> records, string manager) =>
        records
            .Where(record => LastWriter(record).StartsWith(manager, StringComparison.Ordinal))
            .OrderByDescending(Revision)
            .Take(3)
            .Select(record => $"record {record.Name} was written by {LastWriter(record)}");

    /// <summary>The objects that a field manager of this name wrote, a sentence each, three at most.</summary>
    public static IEnumerable<string> WrittenBy(IReadOnlyList<KubeObject> objects, string manager) =>
        objects
            .Where(item => item.Meta.ManagedFields.Any(field => field.Manager == manager))
            .Take(3)
            .Select(item => $"{Describe(item)} was written by {manager}");

    /// <summary>Empty where no write is recorded.</summary>
    private static string LastWriter(ObjectMeta record) =>
        record.ManagedFields.MaxBy(field => field.Time ?? DateTimeOffset.MinValue)?.Manager ?? "";

    /// <summary>By the record's label; 0 where that is no number.</summary>
    public static long Revision(ObjectMeta record) =>
        long.TryParse(record.Label("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>A Job or a Pod that has not ended.</summary>
    public static bool IsActive(KubeObject item) =>
        item.Kind == "Job" ? item.Json.Number("status", "active") > 0 : item.Json.Text("status", "phase") is "Running" or "Pending";

    public static string Describe(KubeObject item) => item.Kind.Length == 0 ? item.Meta.Name : $"{item.Kind} {item.Meta.Name}";

    /// <summary>Names come from the cluster: one that a shell could read differently is not put into a command to paste.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && name[0] != '-' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    public static string[] CommandIf(bool plain, params string[] lines) =>
        plain ? lines : ["Its name contains characters that are unsafe in a command: inspect it by hand."];
}
