namespace Helmstuck.Terminal;

internal enum Key
{
    /// <summary>A character: see <see cref="KeyEvent.Rune"/>.</summary>
    Character,
    Enter,
    Escape,
    Tab,
    Backspace,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
}
