using Helmstuck.Cli.Printers;
using Helmstuck.Go;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>list --contexts</c>: the releases of several clusters, asked side by side; a cluster that fails is named.</summary>
internal sealed class ContextsList(CliRoot root, GlobalValues globals)
{
    /// <summary>How long one cluster may take unless <c>--request-timeout</c> is given: the others do not wait longer for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(string contexts, ListRequest request, CancellationToken cancellation)
    {
        var streams = root.Streams;
        var choice = ContextChoice.Of(contexts, root.Names(globals).Contexts);
        if ((choice.Error ?? Contradiction(request)) is { } error)
        {
            streams.Say(error);
            return 1;
        }
        var answers = await Task.WhenAll(
                choice.Names.Select(context => Task.Run(() => AskAsync(context, request, cancellation), cancellation))
            )
            .ConfigureAwait(false);
        var now = root.Time.GetUtcNow();
        List<ContextListing> listings = [];
        foreach (var (context, listing, problem) in answers)
            if (problem is not null)
                streams.Say($"{context}: {problem}");
            else
                listings.Add(new ContextListing(context, request.OlderThan is { } age ? listing!.OlderThan(age, now) : listing!));
        ListCommand.Print(streams, request, listings, now);
        var failed = answers.Any(answer => answer.Problem is not null) || listings.Any(one => one.Listing.Rows.Any(row => row.Unreadable));
        var stuck = listings.Any(one => one.Listing.Rows.Any(row => one.Listing.PhaseOf(row, now) == ReleasePhase.Stuck));
        return answers.Any(answer => answer.Problem is not null) || (failed && request.ExitCode) ? 1
            : request.ExitCode && stuck ? ListCommand.FoundStuck
            : 0;
    }

    private string? Contradiction(ListRequest request) =>
        request.Output == "name" ? "error: -o name does not say of which context a record is: use -o json with --contexts"
        : globals.Kube.Context is { Length: > 0 } ? "error: --context and --contexts exclude each other: choose one"
        : globals.Demo ? "error: the demo cluster has one context"
        : null;

    private async Task<(string Context, ReleaseListing? Listing, string? Problem)> AskAsync(
        string context,
        ListRequest request,
        CancellationToken cancellation
    )
    {
        var opened = root.Open(globals with { Kube = globals.Kube with { Context = context } });
        if (opened is not SessionResult.Ok ok)
            return (context, null, ((SessionResult.Failed)opened).Message);
        using var session = ok.Session;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (session.Client.Target.RequestTimeout is null)
            limit.CancelAfter(Patience);
        var scope = new ListScope
        {
            Namespace = session.Namespace,
            All = request.All,
            Deep = request.Deep,
        };
        try
        {
            var listing = await session.Surveyor.Finder.FindAsync(scope, static _ => { }, limit.Token).ConfigureAwait(false);
            return (context, listing, listing.Error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (context, null, $"error: no answer within {GoDuration.Format(Patience)} (--request-timeout changes that)");
        }
    }
}
