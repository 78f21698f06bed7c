using System.Globalization;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Recovery;

/// <summary>Reads what was done to one release, for its report.</summary>
internal static class JournalReader
{
    private const string Intent = "-intent",
        Result = "-result";

    /// <summary>
    /// The actions on the release of that cluster and namespace. A journal that does not exist has none; an unreadable line is reported in
    /// the list.
    /// </summary>
    /// <param name="server">The API server's host and port, as the journal names the cluster.</param>
    public static ActionHistory Read(string path, string server, string ns, string release)
    {
        var all = ReadAll(path);
        return all with
        {
            Actions = [.. all.Actions.Where(action => action.Server == server && action.Namespace == ns && ReleaseOf(action) == release)],
        };
    }

    /// <summary>Everything that was done from this machine, oldest first; an unreadable line is reported, not lost.</summary>
    public static ActionHistory ReadAll(string path)
    {
        var actions = new List<JournaledAction>();
        var unreadable = new List<string>();
        foreach (var entry in Entries(path, unreadable))
            Take(actions, entry);
        return new ActionHistory(actions, unreadable);
    }

    /// <summary>The release of the record; empty if the name is not that of a record.</summary>
    public static string ReleaseOf(JournaledAction action) => RecordName.TryParse(action.Record, out var release, out _) ? release : "";

    /// <summary>Intents on that cluster without a result, oldest first. An incomplete line is not an intent.</summary>
    public static IReadOnlyList<UnsettledIntent> Unsettled(string path, string server)
    {
        var open = new List<UnsettledIntent>();
        foreach (var entry in Entries(path, []).Where(entry => entry.Text("server") == server))
        {
            var name = entry.Text("entry") ?? "";
            if (KindBefore(name, Intent) is { } begun)
                open.Add(
                    new UnsettledIntent(
                        begun,
                        entry.Time("time") ?? default,
                        entry.Text("user") ?? "",
                        entry.Text("namespace") ?? "",
                        entry.Text("record") ?? "",
                        entry.Text("uid") ?? "",
                        entry.Text("resourceVersion") ?? "",
                        entry.Text("backup") ?? ""
                    )
                );
            else if (KindBefore(name, Result) is { } ended)
                open.RemoveAll(intent =>
                    intent.Kind == ended
                    && intent.Namespace == entry.Text("namespace")
                    && intent.Record == entry.Text("record")
                    && intent.Uid == entry.Text("uid")
                );
        }
        return open;
    }

    /// <summary>The journal's word for the intent of such an action.</summary>
    public static string IntentOf(JournaledActionKind kind) => WordOf(kind) + Intent;

    /// <summary>The journal's word for the result of such an intent.</summary>
    public static string ResultOf(JournaledActionKind kind) => WordOf(kind) + Result;

    /// <summary>The journal's word for such an action: <c>delete</c>, <c>mark-failed</c>, <c>mark-deployed</c>, <c>restore</c>.</summary>
    public static string WordOf(JournaledActionKind kind) =>
        kind switch
        {
            JournaledActionKind.Delete => "delete",
            JournaledActionKind.MarkFailed => "mark-failed",
            JournaledActionKind.MarkDeployed => "mark-deployed",
            _ => "restore",
        };

    private static List<JsonElement> Entries(string path, List<string> unreadable)
    {
        string[] lines;
        try
        {
            if (FileStatus.Of(path, follow: true) is { IsRegular: false })
            {
                unreadable.Add($"the journal could not be read: {path} is not a regular file");
                return [];
            }
            lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            unreadable.Add($"the journal could not be read: {failure.Message}");
            return [];
        }
        var entries = new List<JsonElement>();
        for (var number = 1; number <= lines.Length; number++)
        {
            if (lines[number - 1].Length == 0)
                continue;
            try
            {
                using var entry = JsonDocument.Parse(lines[number - 1]);
                entries.Add(entry.RootElement.Clone());
            }
            catch (JsonException)
            {
                unreadable.Add(string.Create(CultureInfo.InvariantCulture, $"line {number} of {path} is not a journal entry"));
            }
        }
        return entries;
    }

    private static void Take(List<JournaledAction> actions, JsonElement entry)
    {
        var record = entry.Text("record") ?? "";
        var name = entry.Text("entry") ?? "";
        if (KindBefore(name, Intent) is { } begun)
            actions.Add(Begun(begun, entry, record));
        else if (KindBefore(name, Result) is { } ended)
            End(actions, ended, entry, record);
    }

    private static JournaledAction Begun(JournaledActionKind kind, JsonElement entry, string record) =>
        new()
        {
            Kind = kind,
            At = entry.Time("time") ?? default,
            User = entry.Text("user") ?? "",
            Context = entry.Text("context") ?? "",
            Server = entry.Text("server") ?? "",
            Namespace = entry.Text("namespace") ?? "",
            Record = record,
            Uid = entry.Text("uid") ?? "",
            ResourceVersion = entry.Text("resourceVersion") ?? "",
            Backup = entry.Text("backup") ?? "",
            Checks =
            [
                .. CheckList
                    .All.Select(check => (check.Id, State: entry.Text("checks", check.Id)))
                    .Where(check => check.State is not null)
                    .Select(check => (check.Id, check.State!)),
            ],
            Evidence = CheckList
                .All.Select(check => (check.Id, Said: Texts(entry, "evidence", check.Id)))
                .Where(check => check.Said.Count > 0)
                .ToDictionary(check => check.Id, check => check.Said, StringComparer.Ordinal),
            Overrides =
            [
                .. entry.Items("overrides").Select(lifted => new Override(lifted.Text("check") ?? "", lifted.Text("reason") ?? "")),
            ],
            Attested = Texts(entry, "attested"),
        };

    /// <summary>The result belongs to the last such intent that has none yet.</summary>
    private static void End(List<JournaledAction> actions, JournaledActionKind kind, JsonElement entry, string record)
    {
        var index = actions.FindLastIndex(action =>
            action.Kind == kind
            && action.Record == record
            && action.Uid == entry.Text("uid")
            && action.Server == entry.Text("server")
            && action.Namespace == entry.Text("namespace")
            && action.Result.Length == 0
        );
        if (index < 0)
            return;
        actions[index] = actions[index] with
        {
            Result = entry.Text("result") ?? "",
            Applied = entry.Flag("applied"),
            Lines = Texts(entry, "lines"),
        };
    }

    private static IReadOnlyList<string> Texts(JsonElement entry, params string[] path) =>
        [.. entry.Items(path).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static JournaledActionKind? KindBefore(string name, string end) =>
        name.EndsWith(end, StringComparison.Ordinal) ? KindOf(name[..^end.Length]) : null;

    private static JournaledActionKind? KindOf(string name) =>
        name switch
        {
            "delete" => JournaledActionKind.Delete,
            "mark-failed" => JournaledActionKind.MarkFailed,
            "mark-deployed" => JournaledActionKind.MarkDeployed,
            "restore" => JournaledActionKind.Restore,
            _ => null,
        };
}
