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
        var contexts = ContextsOption.New();
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
        var read = await new SessionListings(session, request).ReadAsync(cancellation).ConfigureAwait(false);
        if (request.Output == "name")
            request = request with { NameKind = session.Surveyor.Records.Type.Kind.ToLowerInvariant() };
        var code = Report(
            session.Streams,
            request,
            [.. read.Select(listing => new ContextListing(session.Client.Target.Context, listing))],
            session.Time.GetUtcNow()
        );
        if (read.Count == 1)
            SayHints(session, read[0]);
        return code;
    }

    /// <summary>Prints what was read, and names what could not be; returns the exit code.</summary>
    public static int Report(CliStreams streams, ListRequest request, IReadOnlyList<ContextListing> read, DateTimeOffset now)
    {
        List<ContextListing> listings = [];
        foreach (var one in read)
            if (one.Listing.Error is { } problem)
                streams.Say($"{Place(request, read, one)}{problem}");
            else
                listings.Add(request.OlderThan is { } age ? one with { Listing = one.Listing.OlderThan(age, now) } : one);
        request = request with { SeveralNamespaces = request.SeveralContexts || read.Count > 1 };
        if (listings.Count > 0 || request.SeveralContexts)
            Print(streams, request, listings, now);
        if (listings.Count < read.Count || (request.ExitCode && listings.Any(one => one.Listing.Rows.Any(row => row.Unreadable))))
            return 1;
        return request.ExitCode && listings.Any(one => one.Listing.Rows.Any(row => one.Listing.PhaseOf(row, now) == ReleasePhase.Stuck))
            ? FoundStuck
            : 0;
    }

    /// <summary>What a message about one of several listings begins with.</summary>
    private static string Place(ListRequest request, IReadOnlyList<ContextListing> read, ContextListing one)
    {
        var several = read.Count(other => other.Context == one.Context) > 1;
        var ns = several && one.Listing.Scope.Namespace is { } name ? name : "";
        return (request.SeveralContexts, ns) switch
        {
            (true, "") => $"{one.Context}: ",
            (true, _) => $"{one.Context}/{ns}: ",
            (false, "") => "",
            _ => $"{ns}: ",
        };
    }

    private static void SayHints(Session session, ReleaseListing listing)
    {
        foreach (var hint in listing.Hints)
            session.Streams.Say(hint.ForCommands);
    }

    /// <summary>Prints the releases of one context, or of several, as JSON, YAML, names or a table.</summary>
    private static void Print(CliStreams streams, ListRequest request, IReadOnlyList<ContextListing> listings, DateTimeOffset now)
    {
        switch (request.Output)
        {
            case "json":
                streams.Print(ListPrinter.Json(listings, now));
                break;
            case "yaml":
                streams.Out.Write(YamlText.Of(ListPrinter.Json(listings, now)));
                break;
            case "name":
                foreach (var line in listings.SelectMany(one => ListPrinter.Names(one.Listing, request.NameKind)))
                    streams.Print(line);
                break;
            default:
                foreach (var (context, listing) in listings.Where(one => one.Listing.Rows.Count == 0))
                    streams.Say((request.SeveralContexts ? $"{context}: " : "") + Nothing(listing.Scope, request.OlderThan));
                if (listings.Any(one => one.Listing.Rows.Count > 0))
                    foreach (var line in ListPrinter.Table(listings, Columns(request, listings), now))
                        streams.Print(line);
                break;
        }
    }

    private static ListColumns Columns(ListRequest request, IReadOnlyList<ContextListing> listings) =>
        new(
            request.SeveralContexts,
            request.SeveralNamespaces || listings.Any(one => one.Listing.Scope.Namespace is null),
            request.Output == "wide"
        );

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
