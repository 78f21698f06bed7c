using Helmstuck.Runbook;

namespace Helmstuck.Tui.State;

/// <summary>A plan with where its backups would be written and the kubectl commands that do the same.</summary>
internal sealed record PlanFacts(RecoveryPlan Plan, IReadOnlyList<string> BackupPaths, IReadOnlyList<string> Commands)
{
    /// <summary>The identity of the reviewed records: another uid or resourceVersion is another record.</summary>
    public string Identity =>
        string.Join(
            '\n',
            Plan.Records.Select(record =>
                $"{record.Meta.Namespace}/{record.Meta.ObjectName} {record.Meta.Uid} {record.Meta.ResourceVersion}"
            )
        );
}
