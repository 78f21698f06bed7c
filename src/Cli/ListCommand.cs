using System.CommandLine;
using Helmstuck.Cli.Printers;
using Helmstuck.Go;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>list</c>: stuck releases, a line each.</summary>
internal static class ListCommand
{
    /// <summary>The exit code of <c>--exit-code</c> if a release is stuck.</summary>
    public const int FoundStuck = 3;

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
        var contexts = new Option<string?>("--contexts")
        {
            Description = "List the releases of several contexts: names with commas between them, or a regular expression between slashes",
            HelpName = "LIST|/REGEX/",
        };
        var command = new Command("list", "List releases that are stuck or in progress")
        {
            output,
            all,
            deep,
            exitCode,
            olderThan,
            contexts,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var request = new ListRequest(
                    parsed.GetValue(output),
                    parsed.GetValue(all),
                    parsed.GetValue(deep),
                    parsed.GetValue(exitCode)
                )
                {
                    OlderThan = parsed.GetValue(olderThan),
                    SeveralContexts = parsed.GetValue(contexts) is not null,
                };
                return parsed.GetValue(contexts) is { } several
                    ? new ContextsList(run.Root, run.Globals(parsed)).RunAsync(several, request, cancellation)
                    : run.WithSession(parsed, session => RunAsync(session, request, cancellation));
            }
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
        if (request.Output == "name")
            foreach (var line in ListPrinter.Names(listing, session.Surveyor.Records.Type.Kind.ToLowerInvariant()))
                session.Streams.Print(line);
        else
            Print(session.Streams, request, [new ContextListing(session.Client.Target.Context, listing)], now);
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

    /// <summary>Prints the releases of one context, or of several, as JSON, YAML or a table.</summary>
    public static void Print(CliStreams streams, ListRequest request, IReadOnlyList<ContextListing> listings, DateTimeOffset now)
    {
        switch (request.Output)
        {
            case "json":
                streams.Print(ListPrinter.Json(listings, now));
                break;
            case "yaml":
                streams.Out.Write(YamlText.Of(ListPrinter.Json(listings, now)));
                break;
            default:
                foreach (var (context, listing) in listings.Where(one => one.Listing.Rows.Count == 0))
                    streams.Say((request.SeveralContexts ? $"{context}: " : "") + Nothing(listing.Scope, request.OlderThan));
                if (listings.Any(one => one.Listing.Rows.Count > 0))
                    foreach (var line in ListPrinter.Table(listings, request.Output == "wide", request.SeveralContexts, now))
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
