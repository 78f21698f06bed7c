namespace Helmstuck.Tui.State;

internal enum ThemeName
{
    Default,
    Mono,
    HighContrast,
    Light,
}
