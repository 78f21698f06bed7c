using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>The journal as a table, a line for each action.</summary>
internal static class JournalText
{
    private static readonly string[] Heads = ["TIME", "USER", "CONTEXT", "NAMESPACE", "ACTION", "RECORD", "RESULT", "LIFTED CHECKS"];

    public static IEnumerable<string> Lines(IReadOnlyList<JournaledAction> actions)
    {
        var rows = new List<string[]> { Heads };
        rows.AddRange(
            actions.Select(action =>
                new[]
                {
                    PlainText.Rfc3339(action.At),
                    Clean.Line(action.User),
                    Clean.Line(action.Context),
                    Clean.Line(action.Namespace),
                    JournalReader.WordOf(action.Kind),
                    Clean.Line(action.Record),
                    Clean.Line(action.Result.Length > 0 ? action.Result : "no result recorded"),
                    Clean.Line(Lifted(action)),
                }
            )
        );
        return TextTable.Lines(rows);
    }

    private static string Lifted(JournaledAction action) =>
        string.Join(
            "; ",
            action.Overrides.Select(one => $"{one.CheckId}: {one.Reason}").Concat(action.Attested.Select(id => $"{id}: attested"))
        );
}
