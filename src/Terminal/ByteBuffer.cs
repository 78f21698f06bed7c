using System.Buffers.Text;
using System.Text;

namespace Helmstuck.Terminal;

/// <summary>Bytes for the terminal; keeps its memory from frame to frame.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    /// <summary>The added bytes; valid until the next <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back what was added after the first <paramref name="length"/> bytes.</summary>
    public void Cut(int length) => Length = length;

    public void Add(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void AddRepeated(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        Length += count;
    }

    public void AddNumber(int number)
    {
        Utf8Formatter.TryFormat(number, Reserve(11), out var written);
        Length += written;
    }

    public void AddScalar(int scalar)
    {
        if (scalar < 0x80)
            Add((byte)scalar);
        else
            Length += new Rune(scalar).EncodeToUtf8(Reserve(4));
    }

    public void AddText(ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, Reserve(text.Length * 3));

    /// <summary>A control sequence with one parameter, which is left out where it is 1 (the default of every one written here).</summary>
    public void AddControl(int parameter, byte final)
    {
        Add("\e["u8);
        if (parameter != 1)
            AddNumber(parameter);
        Add(final);
    }

    /// <summary>The number of digits of a non-negative number.</summary>
    public static int Digits(int number) =>
        number < 10 ? 1
        : number < 100 ? 2
        : number < 1000 ? 3
        : number.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;

    private Span<byte> Reserve(int more)
    {
        if (Length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        return _bytes.AsSpan(Length);
    }
}
