using Helmstuck.Terminal;

namespace Helmstuck.Tui.Keys;

/// <summary>The names of keys in the key list.</summary>
internal static class KeyNames
{
    /// <summary>
    /// A printable character unchanged; Ctrl with a letter as <c>Ctrl-L</c>; empty for keys that no binding can have (Alt, function keys).
    /// </summary>
    public static string Of(KeyEvent key)
    {
        if ((key.Modifiers & Modifiers.Alt) != 0)
            return "";
        if (key.Key == Key.Character)
        {
            var text = key.Rune?.ToString() ?? "";
            return (key.Modifiers & Modifiers.Control) != 0 ? $"Ctrl-{text.ToUpperInvariant()}" : text;
        }
        return key.Key switch
        {
            Key.Enter => "Enter",
            Key.Escape => "Esc",
            Key.Tab => (key.Modifiers & Modifiers.Shift) != 0 ? "Shift-Tab" : "Tab",
            Key.Backspace => "Backspace",
            Key.Up => "Up",
            Key.Down => "Down",
            Key.Home => "Home",
            Key.End => "End",
            Key.PageUp => "PgUp",
            Key.PageDown => "PgDn",
            _ => "",
        };
    }
}
