using System.Globalization;
using Helmstuck.Cli;
using Helmstuck.Terminal;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;

namespace Helmstuck.Hosting;

/// <summary>Gives the parts of the cluster to the full-screen program, and the terminal to its loop.</summary>
internal static class FullScreen
{
    /// <summary>After this time all that the first screen needs has been read.</summary>
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(30);

    /// <param name="open">Opens the session of another context.</param>
    /// <param name="names">The names of the contexts.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<ContextSession> contexts,
        GlobalValues flags,
        Func<GlobalValues, SessionResult> open,
        Func<IReadOnlyList<string>> names,
        CancellationToken cancellation
    )
    {
        var sessions = Sessions(contexts);
        var first = sessions[0];
        if (ScreenContexts.Options(contexts, first) is not { } options)
            return NoSuchTheme(first);
        var opening = TerminalSession.Open(
            TerminalOptions.FromEnvironment(Environment.GetEnvironmentVariable, first.Display.NoColor) with
            {
                Mouse = first.Display.Mouse,
            },
            first.Time
        );
        if (opening is not TerminalOpening.Opened { Session: var terminal })
        {
            first.Streams.Say($"error: {((TerminalOpening.Refused)opening).Why}");
            return 1;
        }
        // Now what the runtime needed to start, and later what the screen needed.
        StartPages.GiveBack();
        using var later = first.Time.CreateTimer(_ => StartPages.GiveBack(), null, Opening, Timeout.InfiniteTimeSpan);
        var lines = new List<string>();
        var boards = new List<NoticeBoard>();
        var code = 0;
        Session? current = null,
            next = null;
        try
        {
            await using (terminal.ConfigureAwait(false))
            {
                for (var again = true; again; )
                {
                    foreach (var session in sessions)
                    {
                        session.Notices.Hold();
                        boards.Add(session.Notices);
                        session.Client.StdinUnavailable = "the full screen is in use";
                        session.Client.LendTerminal = lend =>
                        {
                            if (lend)
                                return terminal.StepAside();
                            terminal.StepBack();
                            return true;
                        };
                    }
                    try
                    {
                        var services = ScreenContexts.Services(contexts) with
                        {
                            ContextNames = names,
                            ChangeContext = ChangeAsync,
                            Copy = Streams.Copy,
                        };
                        options = options with { Guided = flags.Demo && !flags.ReadOnly };
                        var end = await TuiProgram
                            .RunAsync(new SessionScreen(terminal), services, options, first.Time, cancellation)
                            .ConfigureAwait(false);
                        again = end.Again && next is not null;
                        code = end.ExitCode == 0 ? code : end.ExitCode;
                        lines.AddRange(end.Lines);
                    }
                    finally
                    {
                        current?.Dispose();
                    }
                    if (!again)
                        break;
                    (current, next) = (next, null);
                    contexts = [new ContextSession("", new SessionResult.Ok(current!))];
                    sessions = Sessions(contexts);
                    options = ScreenContexts.Options(contexts, current!)!;
                }
            }
        }
        finally
        {
            // Only now: with the screen open they would be drawn over.
            foreach (var board in boards)
                board.Release();
        }
        next?.Dispose();
        foreach (var line in lines)
            first.Streams.Say(line);
        return code;

        async Task<string?> ChangeAsync(string context, CancellationToken changing)
        {
            if (flags.Demo)
                return "The demo has no other context.";
            // What chose another cluster or user than the context's belongs to the context that is left.
            var kube = flags.Kube with
            {
                Context = context,
                Cluster = null,
                User = null,
                Server = null,
                TlsServerName = null,
                InsecureSkipTlsVerify = null,
                CertificateAuthority = null,
                ClientCertificate = null,
                ClientKey = null,
                Token = null,
            };
            var result = open(flags with { Kube = kube });
            if (result is not SessionResult.Ok { Session: var opened })
                return ((SessionResult.Failed)result).Message;
            next?.Dispose();
            next = opened;
            lines.AddRange(await opened.Aftermath.SettleAsync(changing).ConfigureAwait(false));
            return null;
        }
    }

    public static async Task<int> PrintAsync(
        IReadOnlyList<ContextSession> contexts,
        GlobalValues flags,
        ScreenRequest request,
        CancellationToken cancellation
    )
    {
        var session = Sessions(contexts)[0];
        if (ScreenContexts.Options(contexts, session) is not { } options)
            return NoSuchTheme(session);
        if (SizeOf(request.Size) is not { } size)
        {
            session.Streams.Say($"error: --size {request.Size}: expected columns and rows, from 1x1 to 500x200, for example 120x40");
            return 1;
        }
        if (request.Release is not null && (session.Namespace is null || options.Sources.Count > 0))
        {
            session.Streams.Say($"error: {request.Release} needs one namespace of one context: use -n NS, without -A and --contexts");
            return 1;
        }
        var release = request.Release is { } name ? new ReleaseKey(session.OneNamespace, name) : null;
        var print = await ScreenPrinter
            .RunAsync(
                ScreenContexts.Services(contexts),
                options,
                release,
                size.Width,
                size.Height,
                request.View,
                session.Time,
                cancellation
            )
            .ConfigureAwait(false);
        session.Streams.Print(print.Frame);
        if (print.Error is not { } error)
            return 0;
        session.Streams.Say(error);
        return 1;
    }

    private static List<Session> Sessions(IReadOnlyList<ContextSession> contexts) =>
        [.. contexts.Select(one => one.Opened).OfType<SessionResult.Ok>().Select(ok => ok.Session)];

    private static (int Width, int Height)? SizeOf(string text) =>
        text.Split('x') is [var columns, var rows]
        && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && width is >= 1 and <= 500
        && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        && height is >= 1 and <= 200
            ? (width, height)
            : null;

    private static int NoSuchTheme(Session session)
    {
        session.Streams.Say(
            $"error: unknown theme \"{session.Display.Theme}\": it must be default, mono, high-contrast or light (--theme, ui.theme)"
        );
        return 1;
    }
}
