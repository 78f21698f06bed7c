using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helmstuck.Terminal;

/// <summary>
/// One cell of a grid, 8 bytes. <paramref name="Scalar"/> is the character in it, <see cref="Several"/> when it holds more than one
/// (the grid keeps their text), or <see cref="TailScalar"/> for the right half of a wide one.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Cell(int Scalar, Style Style, CellFlags Flags)
{
    internal const int Several = -1,
        TailScalar = 0;

    public static readonly Cell Blank = new(' ', Style.Default, CellFlags.None);

    /// <summary>True for the right half of a wide glyph: nothing is written for it.</summary>
    public bool IsTail => Scalar == TailScalar;

    public bool IsWide => (Flags & CellFlags.Wide) != 0;

    public bool IsDoubtful => (Flags & CellFlags.Doubtful) != 0;

    public int Width => IsWide ? 2 : 1;

    public bool Equals(Cell other) => Unsafe.BitCast<Cell, ulong>(this) == Unsafe.BitCast<Cell, ulong>(other);

    public override int GetHashCode() => Unsafe.BitCast<Cell, ulong>(this).GetHashCode();
}
