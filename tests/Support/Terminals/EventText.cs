using Helmstuck.Terminal;

namespace Helmstuck.Tests.Support;

/// <summary>What a terminal sent, in words that a test compares.</summary>
internal static class EventText
{
    public static string Of(IEnumerable<TerminalEvent> events) =>
        string.Join(
            ' ',
            events.Select(item =>
                item switch
                {
                    KeyEvent key => string.Concat(
                        Enum.GetValues<Modifiers>().Where(one => one != 0 && key.Modifiers.HasFlag(one)).Select(one => $"{one}-")
                    )
                        + (
                            key.Rune is { } rune
                                ? rune.Value == ' '
                                    ? "␠"
                                    : rune.ToString()
                                : key.Key.ToString()
                        ),
                    PasteEvent paste => $"paste:{paste.Text.Replace("\n", "\\n", StringComparison.Ordinal)}",
                    MouseEvent mouse => $"{mouse.Action}:{mouse.X},{mouse.Y}",
                    CursorReport report => $"report:{report.Row},{report.Column}",
                    _ => item.ToString(),
                }
            )
        );
}
