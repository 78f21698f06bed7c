using System.Globalization;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>Reads back what was done to one release, for its report.</summary>
internal static class JournalReader
{
    private const string Intent = "-intent",
        Result = "-result";

    /// <summary>
    /// The actions on the release of that cluster and namespace. A journal that is not there has none; what cannot be read is told in the
    /// list.
    /// </summary>
    /// <param name="server">The API server's host and port, as the journal names the cluster.</param>
    public static ActionHistory Read(string path, string server, string ns, string release)
    {
        string[] lines;
        try
        {
            lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ActionHistory([], [$"the journal could not be read: {failure.Message}"]);
        }
        var actions = new List<JournaledAction>();
        var unreadable = new List<string>();
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Length == 0)
                continue;
            try
            {
                using var entry = JsonDocument.Parse(lines[number - 1]);
                Take(actions, entry.RootElement, server, ns, release);
            }
            catch (JsonException)
            {
                unreadable.Add(string.Create(CultureInfo.InvariantCulture, $"line {number} of {path} is not a journal entry"));
            }
        }
        return new ActionHistory(actions, unreadable);
    }

    private static void Take(List<JournaledAction> actions, JsonElement entry, string server, string ns, string release)
    {
        var record = entry.Text("record") ?? "";
        if (
            entry.Text("server") != server
            || entry.Text("namespace") != ns
            || !(RecordName.TryParse(record, out var of, out _) && of == release)
        )
            return;
        var name = entry.Text("entry") ?? "";
        if (name.EndsWith(Intent, StringComparison.Ordinal) && KindOf(name[..^Intent.Length]) is { } begun)
            actions.Add(Begun(begun, entry, record));
        else if (name.EndsWith(Result, StringComparison.Ordinal) && KindOf(name[..^Result.Length]) is { } ended)
            End(actions, ended, entry, record);
    }

    private static JournaledAction Begun(JournaledActionKind kind, JsonElement entry, string record) =>
        new()
        {
            Kind = kind,
            At = entry.Time("time") ?? default,
            User = entry.Text("user") ?? "",
            Record = record,
            Uid = entry.Text("uid") ?? "",
            Backup = entry.Text("backup") ?? "",
            Checks = [.. CheckId.All.Where(id => entry.Text("checks", id) is not null).Select(id => (id, entry.Text("checks", id)!))],
            Overrides =
            [
                .. entry.Items("overrides").Select(lifted => new Override(lifted.Text("check") ?? "", lifted.Text("reason") ?? "")),
            ],
            Attested = entry.Items("attested").Any(),
        };

    /// <summary>The result belongs to the last such intent that has none yet.</summary>
    private static void End(List<JournaledAction> actions, JournaledActionKind kind, JsonElement entry, string record)
    {
        var index = actions.FindLastIndex(action =>
            action.Kind == kind && action.Record == record && action.Uid == entry.Text("uid") && action.Result.Length == 0
        );
        if (index < 0)
            return;
        actions[index] = actions[index] with { Result = entry.Text("result") ?? "", Applied = entry.Flag("applied") };
    }

    private static JournaledActionKind? KindOf(string name) =>
        name switch
        {
            "delete" => JournaledActionKind.Delete,
            "mark-failed" => JournaledActionKind.MarkFailed,
            "restore" => JournaledActionKind.Restore,
            _ => null,
        };
}
