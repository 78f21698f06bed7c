using System.Threading.Channels;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Loop;

/// <summary>What the loop needs of a terminal: see <see cref="TerminalSession"/>, which is the real one.</summary>
internal interface IScreen
{
    ChannelReader<TerminalEvent> Events { get; }

    (int Width, int Height) Size { get; }

    void Draw(Grid grid);

    /// <summary>
    /// From the next frame on, input is discarded until the terminal shows that frame; then <see cref="FenceLifted"/> comes.
    /// </summary>
    void Fence();

    /// <summary>The next frame repaints everything.</summary>
    void Invalidate();

    void Suspend();
}
