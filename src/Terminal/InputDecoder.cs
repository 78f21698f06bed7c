using System.Buffers;
using System.Text;

namespace Helmstuck.Terminal;

/// <summary>
/// Decodes bytes from a terminal into events. It keeps incomplete sequences, so that the size of reads does not matter, and it
/// reads no clock: when <see cref="AwaitsTimeout"/> is true and nothing more came for a while, <see cref="Timeout"/> means that the Esc
/// key was pressed. Unknown sequences are consumed whole; no part of them becomes a key.
/// </summary>
internal sealed class InputDecoder
{
    private const byte Esc = 0x1b;

    /// <summary>A control sequence longer than this is dropped up to its end.</summary>
    private const int MaxSequence = 64;

    private readonly PasteCollector _paste = new();
    private byte[] _pending = new byte[256];
    private int _length;
    private State _state;
    private List<TerminalEvent> _events = [];

    private enum State
    {
        Keys,
        Paste,

        /// <summary>In an overlong control sequence, up to its final byte.</summary>
        SkipControl,

        /// <summary>
        /// In an OSC, DCS, APC, PM or SOS string, up to ST, BEL, or another control: an Alt-] that was typed must not swallow Ctrl-C.
        /// </summary>
        SkipString,
    }

    /// <summary>
    /// True when the last byte may be the Esc key or the start of another key: <see cref="Timeout"/> decides after a pause.
    /// </summary>
    public bool AwaitsTimeout => _state == State.Keys && _length > 0 && _pending.AsSpan(0, _length).IndexOfAnyExcept(Esc) < 0;

    /// <summary>Decodes more bytes and returns the events that they complete.</summary>
    public IReadOnlyList<TerminalEvent> Feed(ReadOnlySpan<byte> bytes)
    {
        _events = [];
        if (_length + bytes.Length > _pending.Length)
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _length + bytes.Length));
        bytes.CopyTo(_pending.AsSpan(_length));
        _length += bytes.Length;

        var used = 0;
        while (used < _length)
        {
            var taken = Step(_pending.AsSpan(used, _length - used));
            if (taken == 0)
                break;
            used += taken;
        }
        _pending.AsSpan(used, _length - used).CopyTo(_pending);
        _length -= used;
        return _events;
    }

    /// <summary>Nothing came after an Esc: it was the Esc key.</summary>
    public IReadOnlyList<TerminalEvent> Timeout()
    {
        _events = [];
        if (AwaitsTimeout)
        {
            for (; _length > 0; _length--)
                _events.Add(new KeyEvent(Key.Escape));
        }
        return _events;
    }

    /// <summary>Decodes the start of the bytes and returns how many it used; 0: more are needed.</summary>
    private int Step(ReadOnlySpan<byte> bytes) =>
        _state switch
        {
            State.Paste => Paste(bytes),
            State.SkipControl => SkipControl(bytes),
            State.SkipString => SkipString(bytes),
            _ => bytes[0] == Esc ? Escape(bytes) : Character(bytes, Modifiers.None),
        };

    private int Escape(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return 0;
        switch (bytes[1])
        {
            case (byte)'[':
                return Control(bytes, 2, Modifiers.None);
            case (byte)'O':
                return Single(bytes, 2, Modifiers.None);
            case (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' or (byte)'X':
                _state = State.SkipString;
                return 2;
            case Esc:
                if (bytes.Length < 3)
                    return 0;
                // rxvt's Alt with a cursor key; else the first one was the Esc key.
                if (bytes[2] == '[')
                    return Control(bytes, 3, Modifiers.Alt);
                if (bytes[2] == 'O')
                    return Single(bytes, 3, Modifiers.Alt);
                _events.Add(new KeyEvent(Key.Escape));
                return 1;
            default:
                var taken = Character(bytes[1..], Modifiers.Alt);
                return taken == 0 ? 0 : taken + 1;
        }
    }

    private int Character(ReadOnlySpan<byte> bytes, Modifiers modifiers)
    {
        var first = bytes[0];
        if (first < 0x20 || first == 0x7f)
        {
            _events.Add(Keys.FromControl(first, modifiers));
            return 1;
        }
        var status = Rune.DecodeFromUtf8(bytes, out var rune, out var taken);
        if (status == OperationStatus.NeedMoreData)
            return 0;
        // What is not UTF-8 decodes as U+FFFD, and so do C1 controls: none of them is a key.
        _events.Add(new KeyEvent(Key.Character, Rune.IsControl(rune) ? Rune.ReplacementChar : rune, modifiers));
        return taken;
    }

    /// <summary>SS3: cursor keys in application mode, the keypad, F1 to F4.</summary>
    private int Single(ReadOnlySpan<byte> bytes, int start, Modifiers modifiers)
    {
        var end = start;
        while (end < bytes.Length && bytes[end] is >= (byte)'0' and <= (byte)'9' && end - start < 2)
            end++;
        if (end >= bytes.Length)
            return 0;
        if (bytes[end] is < 0x20 or > 0x7e)
            return end;
        if (end > start)
            modifiers |= Keys.Decode(bytes[end - 1] - '0');
        if (Keys.FromSingle((char)bytes[end], modifiers) is { } key)
            _events.Add(key);
        return end + 1;
    }

    /// <summary>CSI: ESC, [, parameters, intermediates, final byte.</summary>
    private int Control(ReadOnlySpan<byte> bytes, int start, Modifiers modifiers)
    {
        var end = start;
        while (end < bytes.Length && bytes[end] is >= 0x20 and <= 0x3f)
        {
            // rxvt ends shifted keys with a byte that is an intermediate byte everywhere else.
            if (bytes[end] == '$' && Keys.IsRxvt(bytes[start..end]))
                break;
            if (++end - start <= MaxSequence)
                continue;
            _state = State.SkipControl;
            return end;
        }
        if (end >= bytes.Length)
            return 0;
        var final = (char)bytes[end];
        if (final is < ' ' or > '~')
            return end;
        var parameters = bytes[start..end];
        if (parameters.IsEmpty && final is '[' or 'M')
        {
            // The Linux console's function keys, and a mouse that another program left switched on, have their data behind the final byte.
            var whole = end + 1 + (final == 'M' ? 3 : 1);
            return bytes.Length < whole ? 0 : whole;
        }
        if (final == '~' && parameters.SequenceEqual("200"u8))
        {
            _state = State.Paste;
            _paste.Begin();
        }
        else if (Mouse.Decode(parameters, final) is { } mouse)
        {
            _events.Add(mouse);
        }
        else if (Keys.FromControlSequence(parameters, final, modifiers) is { } key)
        {
            _events.Add(key);
        }
        return end + 1;
    }

    private int Paste(ReadOnlySpan<byte> bytes)
    {
        var taken = _paste.Take(bytes, out var ended);
        if (ended)
        {
            _state = State.Keys;
            _events.Add(_paste.End());
        }
        return taken;
    }

    private int SkipControl(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x3f);
        if (end < 0)
            return bytes.Length;
        _state = State.Keys;
        return bytes[end] is >= 0x40 and <= 0x7e ? end + 1 : Math.Max(end, 1);
    }

    private int SkipString(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAnyInRange((byte)0x00, (byte)0x1f);
        if (end < 0)
            return bytes.Length;
        if (bytes[end] != Esc)
        {
            _state = State.Keys;
            return bytes[end] == 0x07 ? end + 1 : end + Character(bytes[end..], Modifiers.None);
        }
        if (end > 0)
            return end;
        if (bytes.Length < 2)
            return 0;
        // ST ends it; so does any other sequence.
        _state = State.Keys;
        return bytes[1] == '\\' ? 2 : Escape(bytes);
    }
}
