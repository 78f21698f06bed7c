using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Pages;

/// <summary>The signs of the screen, and their replacements if only ASCII may be drawn.</summary>
internal static class Marks
{
    public static string Of(CheckState state) =>
        state switch
        {
            CheckState.Pass => "✓",
            CheckState.Warn => "!",
            CheckState.Fail => "✗",
            _ => "?",
        };

    /// <summary>Still being read.</summary>
    public const string Reading = "…";

    /// <summary>Replaces every non-ASCII cell: signs and borders by similar characters, other letters by a question mark.</summary>
    public static void ToAscii(Grid grid)
    {
        for (var y = 0; y < grid.Height; y++)
        {
            for (var x = 0; x < grid.Width; x++)
            {
                var cell = grid[x, y];
                if (cell.Scalar is >= ' ' and <= '~')
                    continue;
                for (var i = 0; i < cell.Width; i++)
                    grid.Put(x + i, y, Likeness(cell.Scalar), cell.Style, 1);
            }
        }
    }

    private static string Likeness(int scalar) =>
        scalar switch
        {
            '─' or '═' or '–' or '—' or '−' => "-",
            '│' or '║' => "|",
            '┌' or '┐' or '└' or '┘' or '├' or '┤' or '┬' or '┴' or '┼' => "+",
            '✓' => "+",
            '✗' => "x",
            '█' => "#",
            '░' => ".",
            '…' => "~",
            '·' or '•' => "-",
            '→' or '▸' or '›' => ">",
            '←' => "<",
            '↑' => "^",
            '↓' => "v",
            '×' => "x",
            '≤' => "<",
            '≥' => ">",
            '“' or '”' => "\"",
            '’' or '‘' => "'",
            _ => "?",
        };
}
