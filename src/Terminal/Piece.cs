namespace Helmstuck.Terminal;

/// <summary>Text in one style.</summary>
internal readonly record struct Piece(string Text, Style Style)
{
    public static implicit operator Piece(string text) => new(text, Style.Default);

    public static implicit operator Piece((string Text, Style Style) pair) => new(pair.Text, pair.Style);
}
