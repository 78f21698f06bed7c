using System.Globalization;
using System.Text;

namespace Helmstuck.Tests.Support;

internal sealed partial class VirtualScreen
{
    private enum State
    {
        Ground,
        Escape,
        EscapeIntermediate,
        Control,
        Text,
        TextEscape,
    }

    private readonly StringBuilder _sequence = new();
    private readonly byte[] _partial = new byte[4];
    private readonly StringBuilder _replies = new();
    private int _partialLength;
    private State _state;

    /// <summary>
    /// Takes the bytes that a program wrote; gives back what a terminal answers to the questions among them ("" for none).
    /// </summary>
    public string Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            FeedByte(value);
        var replies = _replies.ToString();
        _replies.Clear();
        return replies;
    }

    private void FeedByte(byte value)
    {
        if (_partialLength == 0 && value < 0x80)
        {
            FeedRune(new Rune(value));
            return;
        }
        _partial[_partialLength++] = value;
        var status = Rune.DecodeFromUtf8(_partial.AsSpan(0, _partialLength), out var rune, out var consumed);
        if (status == System.Buffers.OperationStatus.NeedMoreData)
            return;
        var left = _partialLength - consumed;
        _partialLength = 0;
        FeedRune(rune);
        if (left > 0)
            FeedByte(value); // The byte that showed the sequence before it to be broken starts a new one.
    }

    private void FeedRune(Rune rune)
    {
        var value = rune.Value;
        if (_state is State.Text or State.TextEscape)
            FeedText(rune);
        else if (value == 0x1B)
            Begin(State.Escape);
        else if (value is 0x18 or 0x1A)
            _state = State.Ground;
        else if (value < 0x20)
            Execute(value);
        else if (_state == State.Ground)
            Print(rune);
        else
            FeedSequence(rune);
    }

    private void Begin(State state)
    {
        _state = state;
        _sequence.Clear();
    }

    private void Print(Rune rune)
    {
        if (rune.Value is >= 0x7F and < 0xA0)
            Unknown.Add($"C1 {rune.Value:x2}"); // A stray control character: a terminal may act on it.
        else
            Put(rune.ToString(), CellWidth.Of(rune));
    }

    private void Execute(int value)
    {
        switch (value)
        {
            case 0x07:
                Bells++;
                break;
            case 0x08:
                MoveTo(CursorRow, CursorColumn - 1);
                break;
            case 0x09:
                MoveTo(CursorRow, (CursorColumn / 8 + 1) * 8);
                break;
            case 0x0A or 0x0B or 0x0C:
                LineFeed();
                break;
            case 0x0D:
                MoveTo(CursorRow, 0);
                break;
        }
    }

    private void FeedSequence(Rune rune)
    {
        _sequence.Append(rune.ToString());
        var value = (char)Math.Min(rune.Value, char.MaxValue);
        if (_state == State.Escape && value == '[')
        {
            Begin(State.Control);
        }
        else if (_state == State.Escape && value is ']' or 'P' or '^' or '_' or 'X')
        {
            Begin(State.Text);
            _sequence.Append(value);
        }
        else if (_state != State.Control && value is >= ' ' and <= '/')
        {
            _state = State.EscapeIntermediate;
        }
        else if (_state is State.Escape or State.EscapeIntermediate)
        {
            _state = State.Ground;
            Escape(_sequence.ToString());
        }
        else if (value is >= '@' and <= '~')
        {
            _state = State.Ground;
            Control(_sequence.ToString(0, _sequence.Length - 1), value);
        }
    }

    // OSC, DCS, APC, PM, SOS: text up to BEL (OSC only, in xterm) or ESC \.
    private void FeedText(Rune rune)
    {
        if (_state == State.TextEscape && rune.Value == '\\' || rune.Value == 0x07 && _sequence[0] == ']')
        {
            _state = State.Ground;
            var text = _sequence.ToString();
            if (text.StartsWith("]0;", StringComparison.Ordinal) || text.StartsWith("]2;", StringComparison.Ordinal))
                Title = text[3..];
            else if (text[0] != ']')
                Unknown.Add($"ESC {text}");
            return;
        }
        _state = rune.Value == 0x1B ? State.TextEscape : State.Text;
        if (_state == State.Text)
            _sequence.Append(rune.ToString());
    }

    private void Escape(string sequence)
    {
        switch (sequence)
        {
            case "7":
                Save();
                break;
            case "8":
                Restore();
                break;
            case "D":
                LineFeed();
                break;
            case "E":
                CursorColumn = 0;
                LineFeed();
                break;
            case "M":
                ReverseLineFeed();
                break;
            case "=":
                OtherModes.Add(66);
                break; // DECNKM, the keypad mode, by its number
            case ">":
                OtherModes.Remove(66);
                break;
            case "c":
                Reset();
                break;
            case "\\" or "(B" or ")B":
                break;
            default:
                Unknown.Add($"ESC {sequence}");
                break;
        }
    }

    private void Reset()
    {
        _mainCells = null;
        _cells = Grid(Columns, Rows);
        (_top, _bottom, Style, CursorVisible, AutoWrap, BracketedPaste, InSynchronizedUpdate) = (
            0,
            Rows - 1,
            CellStyle.Plain,
            true,
            true,
            false,
            false
        );
        OtherModes.Clear();
        MoveTo(0, 0);
    }

    private void Control(string parameters, char final)
    {
        if (parameters.StartsWith('?') && final is 'h' or 'l')
        {
            foreach (var mode in Numbers(parameters[1..]))
                SetMode(mode, final == 'h');
            return;
        }
        if (Answer(parameters, final))
            return;
        var n = Numbers(parameters);
        var first = n.Length > 0 ? n[0] : 0;
        var count = Math.Max(1, first);
        switch (final)
        {
            case 'A':
                MoveTo(Math.Max(CursorRow - count, CursorRow >= _top ? _top : 0), CursorColumn);
                break;
            case 'B' or 'e':
                MoveTo(Math.Min(CursorRow + count, CursorRow <= _bottom ? _bottom : Rows - 1), CursorColumn);
                break;
            case 'C' or 'a':
                MoveTo(CursorRow, CursorColumn + count);
                break;
            case 'D':
                MoveTo(CursorRow, CursorColumn - count);
                break;
            case 'E':
                MoveTo(CursorRow + count, 0);
                break;
            case 'F':
                MoveTo(CursorRow - count, 0);
                break;
            case 'G' or '`':
                MoveTo(CursorRow, count - 1);
                break;
            case 'H' or 'f':
                MoveTo(count - 1, Math.Max(1, n.ElementAtOrDefault(1)) - 1);
                break;
            case 'd':
                MoveTo(count - 1, CursorColumn);
                break;
            case 'J':
                EraseDisplay(first);
                break;
            case 'K':
                EraseLine(first);
                break;
            case 'X':
                Erase(CursorRow, CursorColumn, Math.Min(Columns, CursorColumn + count));
                break;
            case '@':
                InsertCells(count);
                break;
            case 'P':
                DeleteCells(count);
                break;
            case 'L' when CursorRow >= _top && CursorRow <= _bottom:
                ScrollDown(CursorRow, count);
                break;
            case 'M' when CursorRow >= _top && CursorRow <= _bottom:
                ScrollUp(CursorRow, count);
                break;
            case 'S':
                ScrollUp(_top, count);
                break;
            case 'T':
                ScrollDown(_top, count);
                break;
            case 'b':
                Repeat(count);
                break;
            case 'm':
                SelectGraphics(parameters);
                break;
            case 'r':
                SetRegion(count - 1, n.ElementAtOrDefault(1) is > 0 and var last ? last - 1 : Rows - 1);
                break;
            case 's':
                Save();
                break;
            case 'u':
                Restore();
                break;
            case 't' or 'q':
                break; // Window operations and the cursor's shape: nothing that a screen of text shows.
            default:
                Unknown.Add($"CSI {parameters}{final}");
                break;
        }
    }

    private void SetRegion(int top, int bottom)
    {
        if (top >= bottom || bottom >= Rows)
            return;
        (_top, _bottom) = (top, bottom);
        MoveTo(0, 0);
    }

    private void Repeat(int count)
    {
        Rune.DecodeFromUtf16(_last, out var rune, out _);
        for (; count > 0; count--)
            Put(_last, CellWidth.Of(rune));
    }

    private void SetMode(int mode, bool on)
    {
        switch (mode)
        {
            case 7:
                AutoWrap = on;
                break;
            case 25:
                CursorVisible = on;
                break;
            case 47 or 1047:
                SwitchScreen(on, saveCursor: false);
                break;
            case 1049:
                SwitchScreen(on, saveCursor: true);
                break;
            case 2004:
                BracketedPaste = on;
                break;
            case 2026:
                Frames += InSynchronizedUpdate && !on ? 1 : 0;
                InSynchronizedUpdate = on;
                break;
            default:
                if (on)
                    OtherModes.Add(mode);
                else
                    OtherModes.Remove(mode);
                break;
        }
    }

    // The questions that a terminal answers on its input.
    private bool Answer(string parameters, char final)
    {
        var reply = (parameters, final) switch
        {
            ("6", 'n') => string.Create(CultureInfo.InvariantCulture, $"\e[{CursorRow + 1};{CursorColumn + 1}R"),
            ("?6", 'n') => string.Create(CultureInfo.InvariantCulture, $"\e[?{CursorRow + 1};{CursorColumn + 1}R"),
            ("5", 'n') => "\e[0n",
            ("" or "0", 'c') => "\e[?62;22c",
            ("?2026$", 'p') => $"\e[?2026;{(InSynchronizedUpdate ? 1 : 2)}$y",
            ("?2004$", 'p') => $"\e[?2004;{(BracketedPaste ? 1 : 2)}$y",
            _ => null,
        };
        _replies.Append(reply);
        return reply is not null;
    }

    private void SelectGraphics(string parameters)
    {
        var n = Numbers(parameters.Replace(':', ';'));
        for (var index = 0; index < Math.Max(1, n.Length); index++)
        {
            var code = index < n.Length ? n[index] : 0;
            Style = code switch
            {
                0 => CellStyle.Plain,
                1 => Style with { Bold = true },
                2 => Style with { Dim = true },
                3 => Style with { Italic = true },
                4 => Style with { Underline = true },
                7 => Style with { Reverse = true },
                22 => Style with { Bold = false, Dim = false },
                23 => Style with { Italic = false },
                24 => Style with { Underline = false },
                27 => Style with { Reverse = false },
                >= 30 and <= 37 => Style with { Foreground = code - 30 },
                38 => Style with { Foreground = Colour(n, ref index) },
                39 => Style with { Foreground = -1 },
                >= 40 and <= 47 => Style with { Background = code - 40 },
                48 => Style with { Background = Colour(n, ref index) },
                49 => Style with { Background = -1 },
                >= 90 and <= 97 => Style with { Foreground = code - 90 + 8 },
                >= 100 and <= 107 => Style with { Background = code - 100 + 8 },
                _ => Style,
            };
        }
    }

    private static int Colour(int[] n, ref int index)
    {
        if (n.ElementAtOrDefault(index + 1) == 5)
            return n.ElementAtOrDefault((index += 2));
        index += 4;
        return 0x1000000 | n.ElementAtOrDefault(index - 2) << 16 | n.ElementAtOrDefault(index - 1) << 8 | n.ElementAtOrDefault(index);
    }

    private static int[] Numbers(string parameters) =>
        parameters.Length == 0
            ? []
            :
            [
                .. parameters
                    .Split(';')
                    .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 100_000) : 0),
            ];
}
