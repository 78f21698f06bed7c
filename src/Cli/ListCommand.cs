using System.CommandLine;
using Helmstuck.Cli.Printers;
using Helmstuck.Go;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>list</c>: stuck releases, a line each.</summary>
internal static class ListCommand
{
    private const int FoundStuck = 3;

    public static Command Build(CommandRunner run)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Output format: wide, json, yaml or name", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("wide", "json", "yaml", "name");
        var all = new Option<bool>("--all") { Description = "List all releases, not only stuck ones" };
        var deep = new Option<bool>("--deep")
        {
            Description = "Read the newest payload of each release, to find stuck releases that their label hides",
        };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit 3 if a release is stuck, not merely in progress" };
        var olderThan = DurationOption.New("--older-than", "Leave out releases whose newest record was written less than DURATION ago");
        var command = new Command("list", "List releases that are stuck or in progress") { output, all, deep, exitCode, olderThan };
        command.SetAction(
            (parsed, cancellation) =>
                run.WithSession(
                    parsed,
                    session =>
                        RunAsync(
                            session,
                            new ListRequest(parsed.GetValue(output), parsed.GetValue(all), parsed.GetValue(deep), parsed.GetValue(exitCode))
                            {
                                OlderThan = parsed.GetValue(olderThan),
                            },
                            cancellation
                        )
                )
        );
        return command;
    }

    public static async Task<int> RunAsync(Session session, ListRequest request, CancellationToken cancellation)
    {
        var scope = new ListScope
        {
            Namespace = session.Namespace,
            All = request.All,
            Deep = request.Deep,
        };
        var listing = await session.Surveyor.Finder.FindAsync(scope, static _ => { }, cancellation).ConfigureAwait(false);
        if (listing.Error is { } error)
        {
            session.Streams.Say(error);
            SayHints(session, listing);
            return 1;
        }
        var now = session.Time.GetUtcNow();
        if (request.OlderThan is { } age)
            listing = listing.OlderThan(age, now);
        Print(session, request, listing, now);
        SayHints(session, listing);
        if (listing.Rows.Any(row => row.Unreadable))
            return request.ExitCode ? 1 : 0;
        return request.ExitCode && listing.Rows.Any(row => listing.PhaseOf(row, now) == ReleasePhase.Stuck) ? FoundStuck : 0;
    }

    private static void SayHints(Session session, ReleaseListing listing)
    {
        foreach (var hint in listing.Hints)
            session.Streams.Say(hint.ForCommands);
    }

    private static void Print(Session session, ListRequest request, ReleaseListing listing, DateTimeOffset now)
    {
        var streams = session.Streams;
        switch (request.Output)
        {
            case "json":
                streams.Print(ListPrinter.Json(listing, session.Client.Target.Context, now));
                break;
            case "yaml":
                streams.Out.Write(YamlText.Of(ListPrinter.Json(listing, session.Client.Target.Context, now)));
                break;
            case "name":
                foreach (var line in ListPrinter.Names(listing, session.Surveyor.Records.Type.Kind.ToLowerInvariant()))
                    streams.Print(line);
                break;
            default:
                if (listing.Rows.Count == 0)
                {
                    streams.Say(Nothing(listing.Scope, request.OlderThan));
                    break;
                }
                foreach (var line in ListPrinter.Table(listing, request.Output == "wide", now))
                    streams.Print(line);
                break;
        }
    }

    private static string Nothing(ListScope scope, TimeSpan? olderThan)
    {
        var where = scope.Namespace is { } ns ? $"in {ns}" : "in any namespace";
        return (scope.All, olderThan) switch
        {
            (true, null) => $"no release {where}",
            (true, { } age) => $"no release {where} was last written {GoDuration.Format(age)} ago or earlier",
            (false, null) => $"no release is stuck {where}",
            (false, { } age) => $"no release {where} has been stuck for {GoDuration.Format(age)} or longer",
        };
    }
}
