using Helmstuck.Cli.Printers;
using Helmstuck.Go;
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
        var choice = ContextChoice.Of(contexts, root, globals);
        if ((choice.Error ?? Contradiction(request)) is { } error)
        {
            streams.Say(error);
            return 1;
        }
        var answers = await Task.WhenAll(
                choice.Names.Select(context => Task.Run(() => AskAsync(context, request, cancellation), cancellation))
            )
            .ConfigureAwait(false);
        return ListCommand.Report(streams, request, [.. answers.SelectMany(one => one)], root.Time.GetUtcNow());
    }

    private static string? Contradiction(ListRequest request) =>
        request.Output == "name" ? "error: -o name does not say of which context a record is: use -o json with --contexts" : null;

    private async Task<IReadOnlyList<ContextListing>> AskAsync(string context, ListRequest request, CancellationToken cancellation)
    {
        var opened = root.Open(globals with { Kube = globals.Kube with { Context = context } });
        if (opened is not SessionResult.Ok ok)
            return [Failed(context, ((SessionResult.Failed)opened).Message)];
        using var session = ok.Session;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (session.Client.Target.RequestTimeout is null)
            limit.CancelAfter(Patience);
        try
        {
            var read = await new SessionListings(session, request).ReadAsync(limit.Token).ConfigureAwait(false);
            return [.. read.Select(listing => new ContextListing(context, listing))];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [Failed(context, $"error: no answer within {GoDuration.Format(Patience)} (--request-timeout changes that)")];
        }
    }

    private static ContextListing Failed(string context, string problem) =>
        new(
            context,
            new ReleaseListing
            {
                Scope = new ListScope { Namespace = null },
                Error = problem,
                IdleAfter = TimeSpan.Zero,
            }
        );
}
