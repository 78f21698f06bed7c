namespace Helmstuck.Tui.State;

/// <summary>
/// The appearance. No state is shown by colour alone. <paramref name="Ascii"/>: nothing beyond ASCII is drawn.
/// </summary>
internal sealed record Appearance(ThemeName Theme, bool Ascii)
{
    public static readonly Appearance Default = new(ThemeName.Default, false);
}
