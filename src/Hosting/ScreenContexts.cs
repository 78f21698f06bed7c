using Helmstuck.Cli;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;

namespace Helmstuck.Hosting;

/// <summary>What the full screen shows of one context, or of several, and what it can do there.</summary>
internal static class ScreenContexts
{
    /// <summary>Null if the theme is unknown.</summary>
    /// <param name="first">The first session that could be opened: the appearance is the same for all.</param>
    public static TuiOptions? Options(IReadOnlyList<ContextSession> contexts, Session first)
    {
        if (TuiOptions.ThemeOf(first.Display.Theme) is not { } theme)
            return null;
        var sources = contexts.SelectMany(Sources).ToList();
        return new TuiOptions
        {
            Context = first.Client.Target.Context,
            Namespace = first.Namespace,
            Server = first.Client.Target.ServerHost,
            Sources = sources.Count > 1 || contexts.Count > 1 ? sources : [],
            Fallback = first.Known,
            Theme = theme,
            NoColor = first.Display.NoColor,
            Production = first.Display.Production,
            Ascii = first.Display.Ascii,
            Mouse = first.Display.Mouse,
            ReadOnly = first.ReadOnly,
            Refresh = first.Display.Refresh,
        };
    }

    public static TuiServices Services(IReadOnlyList<ContextSession> contexts) =>
        contexts is [{ Context: "", Opened: SessionResult.Ok { Session: var only } }]
            ? Services(only)
            : Unopened("") with
            {
                Contexts = contexts.ToDictionary(
                    one => one.Context,
                    one => one.Opened is SessionResult.Ok { Session: var session } ? Services(session) : Unopened(Problem(one.Opened))
                ),
            };

    private static string Problem(SessionResult opened) => opened is SessionResult.Failed { Message: var message } ? message : "";

    private static IEnumerable<Source> Sources(ContextSession one) =>
        one.Opened is SessionResult.Ok { Session: var session }
            ? session.Namespaces.Select(ns => new Source
            {
                Place = new Place(session.Client.Target.Context, session.Client.Target.ServerHost, "")
                {
                    Production = session.Display.Production,
                },
                Scope = new ListScope { Context = one.Context, Namespace = ns },
                Fallback = session.Known,
            })
            :
            [
                new Source
                {
                    Place = new Place(one.Context, "", ""),
                    Scope = new ListScope { Context = one.Context, Namespace = null },
                },
            ];

    /// <summary>A context whose session could not be opened: its list says why, and there is nothing to act on.</summary>
    private static TuiServices Unopened(string problem)
    {
        ReleaseListing Listing(ListScope scope) =>
            new()
            {
                Scope = scope,
                Error = problem,
                IdleAfter = TimeSpan.Zero,
            };
        var nothing = new InvalidOperationException(problem);
        return new TuiServices
        {
            List = (scope, arrived, _) =>
            {
                arrived(Listing(scope));
                return Task.CompletedTask;
            },
            UpdateList = (update, _) => Task.FromResult(Listing(update.Before.Scope)),
            Follow = (_, _, _, _) => Task.CompletedTask,
            Review = (_, _, _, _) => Task.FromException(nothing),
            Recover = (_, _, _) => Task.FromException<RecoveryOutcome>(nothing),
            Restore = (_, _) => Task.FromException<RecoveryOutcome>(nothing),
            Records = (_, _) => Task.FromResult<(IReadOnlyList<RecordMeta>, string?)>(([], problem)),
            WriteReport = (_, _) => Task.FromException<string>(nothing),
            Namespaces = _ => Task.FromResult(new NamespaceList([], problem)),
            User = _ => Task.FromResult(""),
            Plan = static (_, _) => null,
            BackupPaths = static _ => [],
        };
    }

    private static TuiServices Services(Session session)
    {
        // Directly after a change the cache may still have the old state.
        var acted = false;
        var opened = false;
        return new TuiServices
        {
            List = (scope, arrived, cancellation) =>
            {
                // The first list selects its first release.
                Action<ReleaseName>? likely = opened ? null : name => session.Surveyor.Expect(name, new ReviewOptions { FromCache = true });
                opened = true;
                return session.Surveyor.Finder.FindAsync(scope, arrived, cancellation, likely);
            },
            UpdateList = session.Surveyor.Listings.UpdateAsync,
            Follow = (scope, resourceVersion, tell, cancellation) =>
                session.Surveyor.Follower.FollowAsync(scope.Namespace, resourceVersion, tell, cancellation),
            Review = (release, options, arrived, cancellation) =>
                session.Surveyor.ReviewAsync(
                    release.Namespace,
                    release.Release,
                    options with
                    {
                        FromCache = !acted,
                    },
                    arrived,
                    cancellation
                ),
            FollowWorkloads = session.Surveyor.WorkloadFollower.FollowAsync,
            Recover = (request, step, cancellation) =>
            {
                acted = true;
                return session.Recoverer.RunAsync(request, step, cancellation);
            },
            Restore = (backup, cancellation) =>
            {
                acted = true;
                return session.Restorer.RunAsync(backup, cancellation);
            },
            Records = async (release, cancellation) =>
                await session
                    .Surveyor.Records.ListAsync(release.Namespace, release.Release, cancellation, fromCache: true)
                    .ConfigureAwait(false) switch
                {
                    KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var records } => (records, null),
                    var failed => ([], failed.Error!.Message),
                },
            WriteReport = (review, cancellation) => session.Reporter.WriteAsync(review, Environment.CurrentDirectory, cancellation),
            Namespaces = async cancellation =>
                await session.Surveyor.NamespacesAsync(cancellation).ConfigureAwait(false) switch
                {
                    KubeResult<IReadOnlyList<string>>.Ok { Value: var names } => new NamespaceList(names, null),
                    var failed => new NamespaceList([], failed.Error!.Message),
                },
            User = async cancellation =>
                (await session.Client.WhoAmIAsync(cancellation).ConfigureAwait(false)).ValueOrDefault is { } who
                    ? who.FromServer
                        ? who.Name
                        : $"{who.Name} (by kubeconfig)"
                    : "",
            Plan = Planner.For,
            BackupPaths = session.Recoverer.BackupPaths,
            Open = session.Reporter.Open,
            PluginRuns = tell => session.Client.PluginRuns = tell,
            RunPluginAgain = session.Client.RunPluginAgain,
            CancelPlugin = session.Client.CancelPlugin,
            Progress = tell => session.Surveyor.Finder.Progress = tell,
            Waiting = notice =>
            {
                session.Recoverer.Waiting = notice;
                session.Restorer.Waiting = notice;
            },
        };
    }
}
