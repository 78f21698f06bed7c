using System.CommandLine;
using System.Globalization;
using Helmstuck.Cli.Printers;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Cli;

/// <summary><c>backups</c>: what can be restored; <c>backups prune</c>: removes old ones. Both ask no cluster.</summary>
internal static class BackupsCommand
{
    private const string Warning = "backups contain the values of the releases; those that are not encrypted are readable only by you";

    public static Command Build(CommandRunner run)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json or wide", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json", "wide");
        var command = new Command("backups", "List the backups on this machine: what can be restored, and why others cannot")
        {
            output,
            Prune(run),
        };
        command.SetAction(parsed => List(run.Root, Named(run, parsed), parsed.GetValue(output)));
        return command;
    }

    private static Command Prune(CommandRunner run)
    {
        var olderThan = DurationOption.New("--older-than", "Remove the backups that were written DURATION ago or earlier");
        olderThan.Required = true;
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask for confirmation" };
        var command = new Command("prune", "Remove old backups from this machine; asks first") { olderThan, yes };
        command.SetAction(parsed =>
        {
            if (run.Globals(parsed).ReadOnly)
            {
                run.Root.Streams.Say("error: read-only: no backup can be removed");
                return 1;
            }
            var before = run.Root.Time.GetUtcNow() - parsed.GetValue(olderThan)!.Value;
            return Remove(run.Root, [.. Named(run, parsed).Where(backup => backup.Time <= before)], parsed.GetValue(yes));
        });
        return command;
    }

    /// <summary>Those of the namespace and context that the flags name.</summary>
    private static List<ListedBackup> Named(CommandRunner run, ParseResult parsed)
    {
        var named = run.Globals(parsed).Kube;
        return
        [
            .. new BackupCatalog(run.Root.State)
                .All()
                .Where(backup => string.IsNullOrEmpty(named.Namespace) || backup.Meta?.Namespace == named.Namespace)
                .Where(backup => string.IsNullOrEmpty(named.Context) || backup.Meta?.Context == named.Context),
        ];
    }

    private static int List(CliRoot root, List<ListedBackup> backups, string? output)
    {
        if (output == "json")
        {
            root.Streams.Print(JsonText.Of(BackupListDocument.From(backups), PrintedJson.Default.BackupListDocument));
            return 0;
        }
        if (backups.Count == 0)
        {
            root.Streams.Say($"no backups ({root.State.Backups})");
            return 0;
        }
        foreach (var line in Table(backups, output == "wide"))
            root.Streams.Print(line);
        if (backups.Any(backup => !backup.IsEncrypted))
            root.Streams.Say(Warning);
        return 0;
    }

    private static IEnumerable<string> Table(List<ListedBackup> backups, bool wide)
    {
        List<string[]> rows =
        [
            ["CONTEXT", "NAMESPACE", "RELEASE", "REVISION", "TIME", "USER", "RESTORABLE", .. wide ? ["FILE"] : Array.Empty<string>()],
        ];
        rows.AddRange(
            backups.Select(backup =>
                new[]
                {
                    Clean.Line(backup.Meta?.Context ?? "<unknown>"),
                    Clean.Line(backup.Meta?.Namespace ?? "<unknown>"),
                    Clean.Line(backup.Meta?.Release ?? Path.GetFileName(backup.Path)),
                    backup.Meta?.Revision.ToString(CultureInfo.InvariantCulture) ?? "<unknown>",
                    PlainText.Rfc3339(backup.Time),
                    Clean.Line(backup.Meta?.User ?? "<unknown>"),
                    Clean.Line(Restorable(backup)),
                }
                    .Concat(wide ? [Clean.Line(backup.Path)] : Array.Empty<string>())
                    .ToArray()
            )
        );
        return TextTable.Lines(rows);
    }

    private static string Restorable(ListedBackup backup) =>
        (backup.Problem, backup.IsEncrypted) switch
        {
            ({ } problem, _) => $"no: {problem}",
            (null, true) => $"encrypted with {backup.Meta?.Encryption?.Program}",
            _ => "yes",
        };

    private static int Remove(CliRoot root, List<ListedBackup> backups, bool yes)
    {
        var streams = root.Streams;
        if (backups.Count == 0)
        {
            streams.Say("no backup is that old");
            return 0;
        }
        foreach (var line in Table(backups, wide: true))
            streams.Say(line);
        if (!yes && !Confirmed(streams, backups.Count))
            return 1;
        var removed = 0;
        foreach (var backup in backups)
        {
            try
            {
                new BackupCatalog(root.State).Remove(backup);
                removed++;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                streams.Say($"error: could not remove {backup.Path}: {error.Message}");
            }
        }
        streams.Print($"removed {PlainText.Count(removed, "backup")}");
        return removed == backups.Count ? 0 : 1;
    }

    private static bool Confirmed(CliStreams streams, int count)
    {
        if (!streams.InputIsTerminal)
        {
            streams.Say("refused: there is no terminal to ask for confirmation; add --yes");
            return false;
        }
        streams.Error.Write($"Remove {PlainText.Count(count, "backup")}? What is removed cannot be restored any more. [y/N] ");
        streams.Error.Flush();
        if (streams.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes")
            return true;
        streams.Say("declined: nothing was removed");
        return false;
    }
}
