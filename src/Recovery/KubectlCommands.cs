using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>
/// A delete plan as commands for a shell with kubectl and jq: back up first, and delete only if it is still the reviewed record.
/// </summary>
internal static class KubectlCommands
{
    /// <summary>The longest line, in cells: a terminal breaks a longer line, which is then pasted in pieces.</summary>
    private const int Widest = 76;

    private static readonly string[] Restore =
    [
        "# restore",
        "jq 'del(.metadata.uid, .metadata.resourceVersion)' \"$FILE\" |",
        "  kubectl create -f - --context \"$CTX\"",
    ];

    /// <summary>
    /// The lines, ready to paste. Long names are built in variables, so that no line is longer than an 80-column screen shows in one
    /// piece.
    /// </summary>
    /// <param name="backups">Where the backups would be written, in the order of the plan's records.</param>
    public static IReadOnlyList<string> Of(RecoveryPlan plan, IReadOnlyList<string> backups)
    {
        var lines = new List<string>();
        for (var i = 0; i < plan.Records.Count; i++)
        {
            var meta = plan.Records[i].Meta;
            var plural = meta.Driver == StorageDriver.Secret ? "secrets" : "configmaps";
            var file = i < backups.Count ? StateFolder.PlainName(Path.GetFileName(backups[i])) : meta.ObjectName + ".json";
            lines.AddRange([
                .. Variable("CTX", plan.Review.Context),
                .. Variable("NS", meta.Namespace),
                .. Variable("REC", meta.ObjectName),
                .. file.StartsWith(meta.ObjectName, StringComparison.Ordinal)
                    ? [$"FILE=$REC{Shell.Quote(file[meta.ObjectName.Length..])}"]
                    : Variable("FILE", file),
                // A team that encrypts its backups must know that these are not.
                i < backups.Count
                && BackupStore.IsEncrypted(backups[i])
                    ? "# back up, readable only by you, but not encrypted"
                    : "# back up, readable only by you",
                $"(umask 077; kubectl get {plural} \"$REC\" -o json \\",
                "  -n \"$NS\" --context \"$CTX\" > \"$FILE\")",
                "# delete, only if the record has not changed",
                "cat > preconditions.json <<'EOF'",
                """{"apiVersion": "v1", "kind": "DeleteOptions", "preconditions": {""",
                $$$""" "uid": "{{{meta.Uid}}}", "resourceVersion": "{{{meta.ResourceVersion}}}"}}""",
                "EOF",
                $"kubectl delete --raw \"/api/v1/namespaces/$NS/{plural}/$REC\" \\",
                "  -f preconditions.json --context \"$CTX\"",
                .. Restore,
                "",
            ]);
        }
        return lines;
    }

    /// <summary>The lines that restore a record from its backup.</summary>
    public static IReadOnlyList<string> ToRestore(string context, string backup) =>
        [.. Variable("CTX", context), .. Variable("FILE", backup), .. Restore];

    /// <summary>An assignment, on as many lines as needed.</summary>
    private static List<string> Variable(string name, string value)
    {
        if (Shell.Quote(value).Length + name.Length + 1 <= Widest)
            return [$"{name}={Shell.Quote(value)}"];
        var lines = new List<string>();
        for (var start = 0; start < value.Length; start += 50)
            lines.Add(
                $"{name}={(start == 0 ? "" : $"${{{name}}}")}{Shell.Quote(value.Substring(start, Math.Min(50, value.Length - start)))}"
            );
        return lines;
    }
}
