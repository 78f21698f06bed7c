namespace Helmstuck.Terminal;

/// <summary>The terminal's own default, or one of its 16 ANSI colours. No true colour: the user's palette is respected.</summary>
internal enum Color : byte
{
    Default,
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    White,
    BrightBlack,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
    BrightWhite,
}
