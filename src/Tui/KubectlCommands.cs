using Helmstuck.Helm;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tui;

/// <summary>A delete plan as commands for a shell with kubectl and jq: backed up first, and deleted only if it is still the record reviewed.</summary>
internal static class KubectlCommands
{
    /// <summary>The lines, ready to paste; long commands are continued with backslashes.</summary>
    /// <param name="backups">Where the backups would be written, in the order of the plan's records.</param>
    public static IReadOnlyList<string> Of(RecoveryPlan plan, IReadOnlyList<string> backups)
    {
        var lines = new List<string>();
        for (var i = 0; i < plan.Records.Count; i++)
        {
            var meta = plan.Records[i].Meta;
            var kubectl = $"kubectl --context {Shell.Quote(plan.Review.Context)}";
            var plural = meta.Driver == StorageDriver.Secret ? "secrets" : "configmaps";
            var file = Shell.Quote(Path.GetFileName(i < backups.Count ? backups[i] : meta.ObjectName + ".json"));
            lines.AddRange(
            [
                "# back it up, readable for nobody else",
                "(umask 077",
                $" {kubectl} -n {Shell.Quote(meta.Namespace)} get {plural} -o json \\",
                $"   {Shell.Quote(meta.ObjectName)} \\",
                $"   > {file})",
                "# delete it, only if it is still this very record",
                "cat > preconditions.json <<'EOF'",
                """{"apiVersion": "v1", "kind": "DeleteOptions",""",
                $$""" "preconditions": {"uid": "{{meta.Uid}}",""",
                $$$"""                   "resourceVersion": "{{{meta.ResourceVersion}}}"}}""",
                "EOF",
                $"{kubectl} delete -f preconditions.json \\",
                $"  --raw {Shell.Quote($"/api/v1/namespaces/{meta.Namespace}/{plural}/{meta.ObjectName}")}",
                "# to put it back",
                "jq 'del(.metadata.uid, .metadata.resourceVersion)' \\",
                $"  {file} \\",
                $"  | {kubectl} create -f -",
                "",
            ]);
        }
        return lines;
    }
}
