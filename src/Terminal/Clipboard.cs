using System.Text;

namespace Helmstuck.Terminal;

/// <summary>
/// The clipboard of the terminal's own machine, over any number of SSH connections: OSC 52 (xterm: ctlseqs, Operating System Commands).
/// The terminal does not answer, so whether it took the text is not known.
/// </summary>
internal static class Clipboard
{
    /// <summary>xterm and others throw away longer sequences, in bytes of Base64.</summary>
    private const int Longest = 100_000;

    /// <summary>The sequence that sets the clipboard; null if the text is longer than terminals take.</summary>
    /// <param name="inTmux">
    /// Send it through tmux to the terminal as well: tmux keeps an application's own sequence unless <c>set-clipboard</c> is on.
    /// </param>
    public static string? Sequence(string text, bool inTmux)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        if (encoded.Length > Longest)
            return null;
        var set = $"\x1b]52;c;{encoded}\a";
        return inTmux ? $"{set}\x1bPtmux;\x1b{set}\x1b\\" : set;
    }
}
