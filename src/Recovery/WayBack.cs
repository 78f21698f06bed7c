using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>How to get back what was deleted or marked: a line for each backup, with a command for a shell at its end.</summary>
internal static class WayBack
{
    private const string Restore = "to restore it: ";
    private const string Unmark = "to undo the mark, delete the marked record and restore its backup: ";

    /// <param name="folder">Where the backups are.</param>
    public static List<string> Of(RecoveryPlan plan, IReadOnlyList<Backup> backups, StateFolder folder)
    {
        if (folder.EndsWithProgram && backups.Count > 0)
            return
            [
                "the demo cluster and its backups end with the program; on your cluster, this line has the command that "
                    + (plan.Remedy == Remedy.Delete ? "restores the record" : "undoes the mark"),
            ];
        var lines = new List<string>();
        for (var i = 0; i < backups.Count; i++)
            lines.Add(
                plan.Remedy == Remedy.Delete
                    ? Restore + backups[i].RestoreCommand
                    : Unmark + Command(plan, plan.Records[i].Meta.Driver, backups[i])
            );
        return lines;
    }

    /// <summary>The words of such a line and its command; the command is empty if the line has none.</summary>
    public static (string Words, string Command) Split(string line)
    {
        foreach (var words in (string[])[Restore, Unmark])
            if (line.StartsWith(words, StringComparison.Ordinal))
                return (words.TrimEnd(), line[words.Length..]);
        return (line, "");
    }

    /// <summary>
    /// A marked record still has its name, which a restore does not overwrite. It is deleted only as long as it has the mark's status: a
    /// Helm that is still running may have written another.
    /// </summary>
    private static string Command(RecoveryPlan plan, Helm.Records.StorageDriver driver, Backup backup)
    {
        var context = plan.Review.Context.Length > 0 ? $" --context {Shell.Quote(plan.Review.Context)}" : "";
        return $"kubectl delete {ReviewText.Of(driver).ToLowerInvariant()} --field-selector metadata.name={Shell.Quote(backup.ObjectName)}"
            + $" -l status={RemedyFacts.Of(plan.Remedy).Status} -n {Shell.Quote(plan.Review.Namespace)}{context}"
            + $" && {backup.RestoreCommand}{context}";
    }
}
