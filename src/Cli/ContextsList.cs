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
        foreach (var answer in answers)
            if (answer.Listing.Error is { } problem)
                streams.Say($"{answer.Context}: {problem}");
            else
                listings.Add(
                    request.OlderThan is { } age ? new ContextListing(answer.Context, answer.Listing.OlderThan(age, now)) : answer
                );
        ListCommand.Print(streams, request, listings, now);
        var rows = listings.SelectMany(one => one.Listing.Rows).ToList();
        if (listings.Count < answers.Length || (request.ExitCode && rows.Any(row => row.Unreadable)))
            return 1;
        return request.ExitCode && listings.Any(one => one.Listing.Rows.Any(row => one.Listing.PhaseOf(row, now) == ReleasePhase.Stuck))
            ? ListCommand.FoundStuck
            : 0;
    }

    private string? Contradiction(ListRequest request) =>
        request.Output == "name" ? "error: -o name does not say of which context a record is: use -o json with --contexts"
        : globals.Kube.Context is { Length: > 0 } ? "error: --context and --contexts exclude each other: choose one"
        : globals.Demo ? "error: the demo cluster has one context"
        : null;

    private async Task<ContextListing> AskAsync(string context, ListRequest request, CancellationToken cancellation)
    {
        var opened = root.Open(globals with { Kube = globals.Kube with { Context = context } });
        if (opened is not SessionResult.Ok ok)
            return Failed(context, new ListScope { Namespace = null }, ((SessionResult.Failed)opened).Message);
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
            return new ContextListing(
                context,
                await session.Surveyor.Finder.FindAsync(scope, static _ => { }, limit.Token).ConfigureAwait(false)
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(context, scope, $"error: no answer within {GoDuration.Format(Patience)} (--request-timeout changes that)");
        }
    }

    private static ContextListing Failed(string context, ListScope scope, string problem) =>
        new(
            context,
            new ReleaseListing
            {
                Scope = scope,
                Error = problem,
                IdleAfter = TimeSpan.Zero,
            }
        );
}
