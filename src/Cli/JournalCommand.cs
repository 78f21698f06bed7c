using System.CommandLine;
using Helmstuck.Cli.Printers;
using Helmstuck.Recovery;

namespace Helmstuck.Cli;

/// <summary><c>journal</c>: what was done from this machine. Asks no cluster.</summary>
internal static class JournalCommand
{
    public static Command Build(CommandRunner run)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json");
        var since = DurationOption.New("--since", "Show only what was begun less than DURATION ago");
        var release = new Option<string?>("--release") { Description = "Show only what was done to this release", HelpName = "RELEASE" };
        var command = new Command("journal", "Show what was done from this machine: deleted, marked failed, restored")
        {
            output,
            since,
            release,
        };
        command.SetAction(parsed =>
        {
            var named = run.Globals(parsed).Kube;
            var journal = JournalReader.ReadAll(run.Root.State.Journal);
            var oldest = parsed.GetValue(since) is { } age ? run.Root.Time.GetUtcNow() - age : DateTimeOffset.MinValue;
            var actions = journal
                .Actions.Where(action => action.At >= oldest)
                .Where(action => parsed.GetValue(release) is not { } wanted || JournalReader.ReleaseOf(action) == wanted)
                .Where(action => string.IsNullOrEmpty(named.Namespace) || action.Namespace == named.Namespace)
                .Where(action => string.IsNullOrEmpty(named.Context) || action.Context == named.Context)
                .ToList();
            if (parsed.GetValue(output) == "json")
                run.Root.Streams.Print(JsonText.Of(JournalDocument.From(actions), PrintedJson.Default.JournalDocument));
            else if (actions.Count == 0)
                run.Root.Streams.Say($"nothing was done from this machine ({run.Root.State.Journal})");
            else
                foreach (var line in JournalText.Lines(actions))
                    run.Root.Streams.Print(line);
            foreach (var problem in journal.Unreadable)
                run.Root.Streams.Say(problem);
            return 0;
        });
        return command;
    }
}
