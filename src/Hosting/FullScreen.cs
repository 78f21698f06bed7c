using System.Globalization;
using Helmstuck.Cli;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;

namespace Helmstuck.Hosting;

/// <summary>Gives the parts of the cluster to the full-screen program, and the terminal to its loop.</summary>
internal static class FullScreen
{
    public static async Task<int> RunAsync(Session session, GlobalValues flags, CancellationToken cancellation)
    {
        if (Options(session, flags) is not { } options)
            return NoSuchTheme(session);
        var opening = TerminalSession.Open(
            TerminalOptions.FromEnvironment(Environment.GetEnvironmentVariable, session.Display.NoColor) with
            {
                Mouse = session.Display.Mouse,
            },
            session.Time
        );
        if (opening is not TerminalOpening.Opened { Session: var terminal })
        {
            session.Streams.Say($"error: {((TerminalOpening.Refused)opening).Why}");
            return 1;
        }
        TuiEnd end;
        session.Notices.Hold();
        session.Client.StdinUnavailable = "the full screen is in use";
        try
        {
            await using (terminal.ConfigureAwait(false))
                end = await TuiProgram
                    .RunAsync(new SessionScreen(terminal), Services(session), options, session.Time, cancellation)
                    .ConfigureAwait(false);
        }
        finally
        {
            session.Notices.Release();
        }
        foreach (var line in end.Lines)
            session.Streams.Say(line);
        return end.ExitCode;
    }

    public static async Task<int> PrintAsync(Session session, GlobalValues flags, ScreenRequest request, CancellationToken cancellation)
    {
        if (Options(session, flags) is not { } options)
            return NoSuchTheme(session);
        if (SizeOf(request.Size) is not { } size)
        {
            session.Streams.Say($"error: --size {request.Size}: expected columns and rows, from 1x1 to 500x200, for example 120x40");
            return 1;
        }
        if (request.Release is not null && session.Namespace is null)
        {
            session.Streams.Say($"error: {request.Release} needs a namespace: use -n NS instead of -A");
            return 1;
        }
        var release = request.Release is { } name ? new ReleaseKey(session.OneNamespace, name) : null;
        var print = await ScreenPrinter
            .RunAsync(Services(session), options, release, size.Width, size.Height, request.View, session.Time, cancellation)
            .ConfigureAwait(false);
        session.Streams.Print(print.Frame);
        if (print.Error is not { } error)
            return 0;
        session.Streams.Say(error);
        return 1;
    }

    private static (int Width, int Height)? SizeOf(string text) =>
        text.Split('x') is [var columns, var rows]
        && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && width is >= 1 and <= 500
        && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        && height is >= 1 and <= 200
            ? (width, height)
            : null;

    private static TuiOptions? Options(Session session, GlobalValues flags) =>
        TuiOptions.ThemeOf(session.Display.Theme) is not { } theme
            ? null
            : new TuiOptions
            {
                Context = session.Client.Target.Context,
                Namespace = session.Namespace,
                Server = session.Client.Target.ServerHost,
                Theme = theme,
                NoColor = session.Display.NoColor,
                Production = session.Display.Production,
                Ascii = session.Display.Ascii,
                Mouse = session.Display.Mouse,
                ReadOnly = session.ReadOnly,
                Refresh = session.Display.Refresh,
            };

    private static int NoSuchTheme(Session session)
    {
        session.Streams.Say(
            $"error: unknown theme \"{session.Display.Theme}\": it must be default, mono, high-contrast or light (--theme, ui.theme)"
        );
        return 1;
    }

    private static TuiServices Services(Session session)
    {
        // Directly after a change the cache may still have the old state.
        var acted = false;
        return new TuiServices
        {
            List = (scope, arrived, cancellation) => session.Surveyor.Finder.FindAsync(scope, arrived, cancellation),
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
            Waiting = notice =>
            {
                session.Recoverer.Waiting = notice;
                session.Restorer.Waiting = notice;
            },
        };
    }
}
