using System.Threading.Channels;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Loop;

/// <summary>The real terminal.</summary>
internal sealed class SessionScreen(TerminalSession session) : IScreen
{
    public ChannelReader<TerminalEvent> Events => session.Events;

    public (int Width, int Height) Size => session.Size;

    public void Draw(Grid grid) => session.Draw(grid);

    public void Fence() => session.Fence();

    public void Invalidate() => session.Invalidate();

    public void Suspend() => session.Suspend();
}
