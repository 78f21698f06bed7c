using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// The styles by purpose. No meaning depends on colour alone: there is also a symbol, a word or bold type.
/// </summary>
internal sealed record Theme
{
    public Style Text { get; init; } = Style.Default;
    public Style Dim { get; init; } = Style.Of(Color.BrightBlack);
    public Style Strong { get; init; } = Style.Of(Attributes.Bold);
    public Style Title { get; init; } = Style.Of(Attributes.Bold);
    public Style Border { get; init; } = Style.Of(Color.BrightBlack);
    public Style FocusedBorder { get; init; } = Style.Of(Color.Cyan);
    public Style FocusedTitle { get; init; } = Style.Of(Color.Cyan).With(Attributes.Bold);
    public Style Pass { get; init; } = Style.Of(Color.Green);
    public Style Warn { get; init; } = Style.Of(Color.Yellow);
    public Style Fail { get; init; } = Style.Of(Color.BrightRed).With(Attributes.Bold);
    public Style Unknown { get; init; } = Style.Of(Color.BrightMagenta).With(Attributes.Bold);
    public Style Key { get; init; } = Style.Of(Color.Cyan).With(Attributes.Bold);
    public Style Selected { get; init; } = Style.Of(Attributes.Reverse);
    public Style Prompt { get; init; } = Style.Of(Attributes.Bold);

    /// <summary>That this is production.</summary>
    public Style Loud { get; init; } = Style.Of(Color.BrightRed).With(Attributes.Bold | Attributes.Reverse);

    /// <summary>Pending statuses and important text.</summary>
    public Style Stuck { get; init; } = Style.Of(Color.BrightRed).With(Attributes.Bold);

    public static readonly Theme Default = new();

    /// <summary>Bold, dim and reverse only.</summary>
    public static readonly Theme Mono = new()
    {
        Dim = Style.Of(Attributes.Dim),
        Border = Style.Of(Attributes.Dim),
        FocusedBorder = Style.Default,
        FocusedTitle = Style.Of(Attributes.Bold),
        Pass = Style.Default,
        Warn = Style.Of(Attributes.Bold),
        Fail = Style.Of(Attributes.Bold),
        Unknown = Style.Of(Attributes.Bold),
        Key = Style.Of(Attributes.Bold),
        Loud = Style.Of(Attributes.Bold | Attributes.Reverse),
        Stuck = Style.Of(Attributes.Bold),
    };

    /// <summary>Bright colours, nothing dimmed.</summary>
    public static readonly Theme HighContrast = new()
    {
        Text = Style.Of(Color.BrightWhite),
        Dim = Style.Of(Color.White),
        Strong = Style.Of(Color.BrightWhite).With(Attributes.Bold),
        Title = Style.Of(Color.BrightWhite).With(Attributes.Bold),
        Border = Style.Of(Color.BrightWhite),
        FocusedBorder = Style.Of(Color.BrightYellow),
        FocusedTitle = Style.Of(Color.BrightYellow).With(Attributes.Bold),
        Pass = Style.Of(Color.BrightGreen),
        Warn = Style.Of(Color.BrightYellow).With(Attributes.Bold),
        Fail = Style.Of(Color.BrightRed).With(Attributes.Bold),
        Unknown = Style.Of(Color.BrightMagenta).With(Attributes.Bold),
        Key = Style.Of(Color.BrightYellow).With(Attributes.Bold),
        Prompt = Style.Of(Color.BrightWhite).With(Attributes.Bold),
        Stuck = Style.Of(Color.BrightRed).With(Attributes.Bold),
    };

    /// <summary>
    /// For a light background, where the terminal's own green, yellow and cyan cannot be read. Text has the terminal's colour.
    /// </summary>
    public static readonly Theme Light = new()
    {
        Dim = Style.Of(Color.Gray),
        Border = Style.Of(Color.Gray),
        FocusedBorder = Style.Of(Color.Teal),
        FocusedTitle = Style.Of(Color.Teal).With(Attributes.Bold),
        Pass = Style.Of(Color.DarkGreen),
        Warn = Style.Of(Color.Brown),
        Fail = Style.Of(Color.DarkRed).With(Attributes.Bold),
        Unknown = Style.Of(Color.Purple).With(Attributes.Bold),
        Key = Style.Of(Color.Teal).With(Attributes.Bold),
        Loud = Style.Of(Color.DarkRed).With(Attributes.Bold | Attributes.Reverse),
        Stuck = Style.Of(Color.DarkRed).With(Attributes.Bold),
    };

    public static Theme Of(ThemeName name) =>
        name switch
        {
            ThemeName.Mono => Mono,
            ThemeName.HighContrast => HighContrast,
            ThemeName.Light => Light,
            _ => Default,
        };

    public Style Of(CheckState state) =>
        state switch
        {
            CheckState.Pass => Pass,
            CheckState.Warn => Warn,
            CheckState.Fail => Fail,
            _ => Unknown,
        };
}
