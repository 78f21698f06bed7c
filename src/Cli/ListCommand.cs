using System.CommandLine;
using Helmstuck.Cli.Printers;
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
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit 3 if a release is stuck" };
        var command = new Command("list", "List stuck releases") { output, all, deep, exitCode };
        command.SetAction(
            (parsed, cancellation) =>
                run.WithSession(
                    parsed,
                    session =>
                        RunAsync(
                            session,
                            new ListRequest(
                                parsed.GetValue(output),
                                parsed.GetValue(all),
                                parsed.GetValue(deep),
                                parsed.GetValue(exitCode)
                            ),
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
            return 1;
        }
        Print(session, request, listing);
        foreach (var hint in listing.Hints)
            session.Streams.Say(hint);
        if (listing.Rows.Any(row => row.Unreadable))
            return request.ExitCode ? 1 : 0;
        return request.ExitCode && listing.Rows.Any(row => row.Stuck) ? FoundStuck : 0;
    }

    private static void Print(Session session, ListRequest request, ReleaseListing listing)
    {
        var streams = session.Streams;
        switch (request.Output)
        {
            case "json":
                streams.Print(ListPrinter.Json(listing));
                break;
            case "yaml":
                streams.Out.Write(YamlText.Of(ListPrinter.Json(listing)));
                break;
            case "name":
                foreach (var line in ListPrinter.Names(listing, session.Surveyor.Records.Type.Kind.ToLowerInvariant()))
                    streams.Print(line);
                break;
            default:
                if (listing.Rows.Count == 0)
                {
                    var where = listing.Scope.Namespace is { } ns ? $"in {ns}" : "in any namespace";
                    streams.Say(listing.Scope.All ? $"no release {where}" : $"no release is stuck {where}");
                    break;
                }
                foreach (var line in ListPrinter.Table(listing, request.Output == "wide", session.ServerNow))
                    streams.Print(line);
                break;
        }
    }
}
