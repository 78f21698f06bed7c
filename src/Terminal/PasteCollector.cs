using System.Text;

namespace Helmstuck.Terminal;

/// <summary>The text between <c>ESC[200~</c> and <c>ESC[201~</c>.</summary>
internal sealed class PasteCollector
{
    /// <summary>The bytes that are kept of one paste; the rest is discarded.</summary>
    internal const int MaxBytes = 16 * 1024;

    private readonly ByteBuffer _text = new();
    private bool _cut;

    public void Begin()
    {
        _text.Clear();
        _cut = false;
    }

    /// <summary>Takes the bytes that belong to the paste and returns how many they are; 0: more are needed.</summary>
    public int Take(ReadOnlySpan<byte> bytes, out bool ended)
    {
        var end = "\e[201~"u8;
        var at = bytes.IndexOf((byte)0x1b);
        ended = false;
        if (at < 0)
            at = bytes.Length;
        if (at > 0)
        {
            Keep(bytes[..at]);
            return at;
        }
        if (bytes.Length < end.Length && end.StartsWith(bytes))
            return 0;
        ended = bytes.StartsWith(end);
        if (ended)
            return end.Length;
        Keep(bytes[..1]);
        return 1;
    }

    public PasteEvent End()
    {
        var text = Encoding.UTF8.GetString(_text.Written.Span);
        return new(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'), _cut);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var room = Math.Min(bytes.Length, MaxBytes - _text.Length);
        _cut |= room < bytes.Length;
        _text.Add(bytes[..room]);
    }
}
