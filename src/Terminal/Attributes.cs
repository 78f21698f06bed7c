namespace Helmstuck.Terminal;

/// <summary>The attributes of a cell's text, other than its colours.</summary>
[Flags]
internal enum Attributes : byte
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Italic = 4,
    Underline = 8,
    Reverse = 16,
}
