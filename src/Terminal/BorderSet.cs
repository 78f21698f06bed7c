namespace Helmstuck.Terminal;

/// <summary>The characters for boxes; each is one cell wide.</summary>
internal sealed record BorderSet(char Horizontal, char Vertical, char TopLeft, char TopRight, char BottomLeft, char BottomRight)
{
    public static readonly BorderSet Light = new('─', '│', '┌', '┐', '└', '┘');

    public static readonly BorderSet Double = new('═', '║', '╔', '╗', '╚', '╝');

    /// <summary>For terminals and locales without UTF-8.</summary>
    public static readonly BorderSet Ascii = new('-', '|', '+', '+', '+', '+');
}
