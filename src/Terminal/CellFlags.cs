namespace Helmstuck.Terminal;

[Flags]
internal enum CellFlags : byte
{
    None = 0,
    Wide = 1,

    /// <summary>Terminals differ in the width of this glyph.</summary>
    Doubtful = 2,
}
