namespace Helmstuck.Cli;

/// <summary>The sessions that the full screen shows: one, or one for each context that <c>--contexts</c> chooses.</summary>
internal sealed class ContextsScreen(CommandRunner run, GlobalValues globals)
{
    public Task<int> RunAsync(string? contexts, Func<IReadOnlyList<ContextSession>, Task<int>> show, CancellationToken cancellation) =>
        contexts is null
            ? run.WithSettledSession(globals, session => show([new ContextSession("", new SessionResult.Ok(session))]), cancellation)
            : ShowAsync(contexts, show, cancellation);

    private async Task<int> ShowAsync(string contexts, Func<IReadOnlyList<ContextSession>, Task<int>> show, CancellationToken cancellation)
    {
        var root = run.Root;
        var choice = ContextChoice.Of(contexts, root, globals);
        if (choice.Error is { } error)
        {
            root.Streams.Say(error);
            return 1;
        }
        List<ContextSession> opened =
        [
            .. choice.Names.Select(name => new ContextSession(
                name,
                root.Open(globals with { Kube = globals.Kube with { Context = name } })
            )),
        ];
        var sessions = opened.Select(one => one.Opened).OfType<SessionResult.Ok>().Select(ok => ok.Session).ToList();
        try
        {
            if (sessions.Count == 0)
            {
                foreach (var (context, problem) in opened)
                    root.Streams.Say($"{context}: {((SessionResult.Failed)problem).Message}");
                return 1;
            }
            foreach (var session in sessions)
            foreach (var line in await session.Aftermath.SettleAsync(cancellation).ConfigureAwait(false))
                root.Streams.Say(line);
            return await show(opened).ConfigureAwait(false);
        }
        finally
        {
            foreach (var session in sessions)
                session.Dispose();
        }
    }
}
