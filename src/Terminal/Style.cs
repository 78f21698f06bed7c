namespace Helmstuck.Terminal;

/// <summary>The style of one cell.</summary>
internal readonly record struct Style(Color Foreground, Color Background, Attributes Attributes)
{
    public static readonly Style Default;

    public static Style Of(Color foreground) => new(foreground, Color.Default, Attributes.None);

    public static Style Of(Attributes attributes) => new(Color.Default, Color.Default, attributes);

    public Style On(Color background) => this with { Background = background };

    public Style With(Attributes more) => this with { Attributes = Attributes | more };

    /// <summary>
    /// This style with another one over it: parts that <paramref name="over"/> leaves at the default are unchanged; attributes are
    /// combined.
    /// </summary>
    public Style Patch(Style over) =>
        new(
            over.Foreground == Color.Default ? Foreground : over.Foreground,
            over.Background == Color.Default ? Background : over.Background,
            Attributes | over.Attributes
        );

    // The compiler's version uses a comparer for each enum, a hundred thousand times per frame.
    public bool Equals(Style other) => Foreground == other.Foreground && Background == other.Background && Attributes == other.Attributes;

    public override int GetHashCode() => (byte)Foreground | ((byte)Background << 8) | ((byte)Attributes << 16);
}
