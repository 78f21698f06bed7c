using Helmstuck.Runbook.Checks;
using static Helmstuck.Runbook.MarkdownText;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>What was done to the release, in its report: the entries of this machine's journal.</summary>
internal static class ReportActions
{
    /// <summary>The section; nothing if the journal has nothing to say.</summary>
    public static void Write(Action<string> line, ActionHistory done)
    {
        if (done.Actions.Count == 0 && done.Unreadable.Count == 0)
            return;
        line("");
        line("## What was done");
        line("");
        foreach (var action in done.Actions)
        {
            line(
                $"- {PlainText.Utc(action.At)}: {Code(action.User)} {Verb(action)} {Code(action.Record)} "
                    + $"(uid {Code(action.Uid)}): {Ended(action)}"
            );
            Checks(line, action);
            foreach (var lifted in action.Overrides)
                line($"  - overridden: {Code(lifted.CheckId)}: {Code(lifted.Reason)}");
            foreach (var id in action.Attested)
                line($"  - attested: {CheckList.Find(id)?.Attestation ?? Code(id)}");
            if (action.Backup.Length > 0)
                line($"  - backup: {Code(action.Backup)}");
            foreach (var said in action.Lines)
                line($"  - said: {Code(said)}");
        }
        foreach (var sentence in done.Unreadable)
            line($"- {Code(sentence)}");
    }

    private static void Checks(Action<string> line, JournaledAction action)
    {
        if (action.Checks.Count == 0)
            return;
        line($"  - checks then: {string.Join(", ", action.Checks.Select(check => Code($"{check.Id} {check.State}")))}");
        foreach (var (id, state) in action.Checks)
        {
            if (state == ReviewText.Of(CheckState.Pass) || !action.Evidence.TryGetValue(id, out var said))
                continue;
            foreach (var sentence in said)
                line($"    - {Code(id)}: {Code(sentence)}");
        }
    }

    private static string Verb(JournaledAction action) =>
        (action.Kind, action.Applied) switch
        {
            (JournaledActionKind.Delete, true) => "deleted",
            (JournaledActionKind.MarkFailed, true) => "marked failed",
            (JournaledActionKind.MarkDeployed, true) => "marked deployed",
            (JournaledActionKind.Restore, true) => "restored",
            (JournaledActionKind.Delete, _) => "tried to delete",
            (JournaledActionKind.MarkFailed, _) => "tried to mark failed",
            (JournaledActionKind.MarkDeployed, _) => "tried to mark deployed",
            _ => "tried to restore",
        };

    private static string Ended(JournaledAction action) =>
        action switch
        {
            { Result.Length: 0 } => "the journal has no result: read the record again",
            { Result: "done" } => "verified",
            { Applied: true } => "Helm was still locked, or the result could not be verified",
            { Applied: false } => $"{Code(action.Result)}, nothing was changed",
            _ => $"{Code(action.Result)}, whether it took effect is unknown",
        };
}
