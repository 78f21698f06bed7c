namespace Helmstuck.Terminal;

/// <summary>
/// The terminal's own default, one of its 16 ANSI colours, which the user chose, or one of the fixed 256 (xterm: 256colres) where the 16
/// have no readable one: on a light background. A terminal with fewer colours shows the nearest of its own.
/// </summary>
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

    /// <summary>22, #005f00.</summary>
    DarkGreen,

    /// <summary>94, #875f00.</summary>
    Brown,

    /// <summary>124, #af0000.</summary>
    DarkRed,

    /// <summary>90, #870087.</summary>
    Purple,

    /// <summary>24, #005f87.</summary>
    Teal,

    /// <summary>240, #585858.</summary>
    Gray,
}
