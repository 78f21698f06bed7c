using System.Runtime.InteropServices;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Terminal;

/// <summary>
/// A full-screen program that shows the events it gets, one a line. Keys: q quits, d opens a fenced dialog in which no key counts until it
/// was seen, x fails on another thread, Ctrl-Z stops.
/// </summary>
internal static class TerminalProbe
{
    public const string Argument = "--terminal-probe";

    public static async Task<int> RunAsync()
    {
        // The terminal's end may be read before its SIGHUP arrives, which must not end the program after the session has let go of it.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
        await using var output = StandardStreams.OpenWriter(StandardStreams.Output);
        if (
            TerminalSession.Open(TerminalOptions.FromEnvironment(Environment.GetEnvironmentVariable), TimeProvider.System)
            is not TerminalOpening.Opened { Session: var session }
        )
        {
            await output.WriteLineAsync("refused");
            return 2;
        }
        var code = await RunAsync(session);
        await session.DisposeAsync();
        await output.WriteLineAsync("given back");
        return code;
    }

    private static async Task<int> RunAsync(TerminalSession session)
    {
        var lines = new List<string>();
        var fenced = false;
        while (true)
        {
            Draw(session, lines, fenced);
            var item = await session.Events.ReadAsync();
            switch (item)
            {
                case TerminalGone:
                    return 3;
                case FenceLifted lifted:
                    fenced = false;
                    lines.Add(lifted.Answered ? "lifted" : "lifted unanswered");
                    continue;
                case KeyEvent or PasteEvent when fenced:
                    lines.Add("too early");
                    continue;
                case SuspendRequested:
                case KeyEvent key when key.IsControl('z'):
                    session.Suspend();
                    break;
                case KeyEvent key when key.Is('q'):
                    return 0;
                case KeyEvent key when key.Is('x'):
                    new Thread(() => throw new InvalidOperationException("failed on purpose")).Start();
                    break;
                case KeyEvent key when key.Is('d'):
                    session.Fence();
                    fenced = true;
                    break;
            }
            lines.Add(item is TerminationRequested or ResizeEvent or SuspendRequested ? $"{item}" : EventText.Of([item]));
        }
    }

    private static void Draw(TerminalSession session, List<string> lines, bool fenced)
    {
        var (width, height) = session.Size;
        var grid = new Grid(width, height);
        grid.Put(0, 0, $"probe {width}x{height}{(fenced ? " dialog" : "")}", Style.Of(Attributes.Bold));
        for (var i = 0; i < lines.Count; i++)
            grid.Put(0, i + 1, $"[{lines[i]}]", Style.Default);
        session.Draw(grid);
    }
}
