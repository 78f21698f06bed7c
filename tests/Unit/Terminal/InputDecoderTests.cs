using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class InputDecoderTests
{
    public static TheoryData<string, string> Sequences =>
        new()
        {
            { "j", "j" },
            { "G", "G" },
            { "é健👍", "é 健 👍" },
            { "\r", "Enter" },
            { "\n", "Enter" },
            { "\t", "Tab" },
            { "\e[Z", "Shift-Tab" },
            { "\x7f\b", "Backspace Backspace" },
            { "\x03\x1a\f", "Control-c Control-z Control-l" },
            { "\0", "Control-␠" },
            { "\x1c\x1f", "Control-\\ Control-_" },
            { "\e[A\e[B\e[C\e[D", "Up Down Right Left" },
            { "\eOA\eOB\eOC\eOD", "Up Down Right Left" },
            { "\e[H\e[F\eOH\eOF\e[1~\e[4~\e[7~\e[8~", "Home End Home End Home End Home End" },
            { "\e[5~\e[6~\e[2~\e[3~", "PageUp PageDown Insert Delete" },
            { "\e[1;5A\e[1;2B\e[1;3C\e[3;5~", "Control-Up Shift-Down Alt-Right Control-Delete" },
            { "\e[3$\e[7^\e[5@\e[a\eOb\e\e[A", "Shift-Delete Control-Home Shift-Control-PageUp Shift-Up Control-Down Alt-Up" },
            { "\eOP\e[11~\e[15~\e[17~\e[24~\e[[A\e[1;2P", "F1 F1 F5 F6 F12 Shift-F1" },
            { "\eOM\eOp\eOj", "Enter 0 *" },
            { "\ed\eé\e\r\e\x7f", "Alt-d Alt-é Alt-Enter Alt-Backspace" },
            { "\e\ex", "Escape Alt-x" },
            { "\e\e\ex", "Escape Escape Alt-x" },
            { "\e[27;5;99~\e[99;5u\e[27u\e[13;2u", "Control-c Control-c Escape Shift-Enter" },
            { "\e[97;1:3u\e[57344u", "a" },
            { "\e[12;40R", "report:12,40" },
            { "\e[I\e[Ox", "x" },
            { "\e[?2026;1$yx", "x" },
            { "\e[?62;22cx", "x" },
            { "\e[<0;10;11Mx\e[<0;10;11mx", "Click:9,10 x x" },
            { "\e[<64;1;1M\e[<65;200;60M\e[<68;1;2M", "WheelUp:0,0 WheelDown:199,59 WheelUp:0,1" },
            { "\e[<1;5;5M\e[<2;5;5M\e[<32;5;5M\e[<35;5;5M\e[<66;5;5Mx", "x" },
            { "\e[<0;0;5M\e[<0;5M\e[<0;5;5;5M\e[<;5;5M\e[<9999999999;1;1M\e[<-1;1;1Mx", "x" },
            { "\e[M dqx", "x" },
            { "\e]11;rgb:0000/0000/0000\e\\x", "x" },
            { "\e]0;dq\ax", "x" },
            { "\eP1$r0m\e\\x", "x" },
            { "\e_Gi=1;OK\e\\x", "x" },
            { "\e]dddd\x03q", "Control-c q" },
            { "\e]dd\e[Ax", "Up x" },
            { "\e[200~d1234\r\nq\e[A\e[201~x", "paste:d1234\\nq\e[A x" },
            { "\e[200~\e[201~", "paste:" },
            { "\e[201~x", "x" },
            { "\e[200~\e\e[20\e[201~", "paste:\e\e[20" },
            { "\e[200~a\rb\e[201~", "paste:a\\nb" },
            { "\e[1;\rx", "Enter x" },
            { "\e[12\e[Ax", "Up x" },
            { "\e[" + new string('1', 500) + "dx", "x" },
            { "\e[" + new string(';', 300) + "~x", "x" },
            { "\e[99999999999999999999~x", "x" },
        };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Bytes_become_keys(string bytes, string expected) =>
        Assert.Equal(expected, EventText.Of(new InputDecoder().Feed(Encoding.UTF8.GetBytes(bytes))));

    [Theory]
    [MemberData(nameof(Sequences))]
    public void It_does_not_matter_how_the_bytes_are_cut_into_reads(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var split = 0; split <= bytes.Length; split++)
        {
            var decoder = new InputDecoder();
            Assert.Equal(expected, EventText.Of([.. decoder.Feed(bytes.AsSpan(0, split)), .. decoder.Feed(bytes.AsSpan(split))]));
        }
        var slow = new InputDecoder();
        Assert.Equal(expected, EventText.Of([.. bytes.SelectMany(value => slow.Feed([value]))]));
    }

    [Fact]
    public void What_is_not_utf8_becomes_the_replacement_character()
    {
        Assert.Equal("\ufffd x", EventText.Of(new InputDecoder().Feed([0xff, (byte)'x'])));
        Assert.Equal("\ufffd x", EventText.Of(new InputDecoder().Feed([0xe5, 0x81, (byte)'x'])));
        Assert.Equal("\ufffd \ufffd", EventText.Of(new InputDecoder().Feed([0x9b, 0xc2, 0x9b])));
    }

    [Fact]
    public void An_Esc_alone_waits_for_a_pause()
    {
        var decoder = new InputDecoder();
        Assert.Empty(decoder.Feed("\e"u8));
        Assert.True(decoder.AwaitsTimeout);
        Assert.Equal("Escape", EventText.Of(decoder.Timeout()));
        Assert.False(decoder.AwaitsTimeout);
        Assert.Empty(decoder.Timeout());
        Assert.Equal("[ A", EventText.Of(decoder.Feed("[A"u8)));
    }

    [Fact]
    public void A_pause_inside_a_sequence_is_not_a_key()
    {
        var decoder = new InputDecoder();
        Assert.Empty(decoder.Feed("\e[1;"u8));
        Assert.False(decoder.AwaitsTimeout);
        Assert.Empty(decoder.Timeout());
        Assert.Equal("Control-Up", EventText.Of(decoder.Feed("5A"u8)));
    }

    [Fact]
    public void A_huge_paste_is_cut_and_stays_text()
    {
        var decoder = new InputDecoder();
        var events = decoder.Feed(Encoding.UTF8.GetBytes($"\e[200~{new string('d', PasteCollector.MaxBytes * 3)}\e[201~q"));
        Assert.Equal(new PasteEvent(new string('d', PasteCollector.MaxBytes), Cut: true), events[0]);
        Assert.Equal([KeyEvent.Of('q')], events.Skip(1));
    }

    [Fact]
    public void Random_bytes_do_no_harm_and_splits_never_matter()
    {
        var random = new Random(41);
        byte[] alphabet = [.. "\e\e\e[[]OP0123;?$~ABdqMRu\\\a\r\x03"u8, 0xe5, 0x81, 0xa5, 0xff, 0x80];
        for (var round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(1, 60)];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(10) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            InputDecoder whole = new(),
                cut = new();
            var split = random.Next(bytes.Length);
            Assert.Equal(
                EventText.Of(whole.Feed(bytes)),
                EventText.Of([.. cut.Feed(bytes.AsSpan(0, split)), .. cut.Feed(bytes.AsSpan(split))])
            );
            Assert.Equal(whole.AwaitsTimeout, cut.AwaitsTimeout);
        }
    }

    [Fact]
    public void Keys_are_told_apart()
    {
        Assert.True(KeyEvent.Of('d').Is('d'));
        Assert.False(KeyEvent.Of('d', Modifiers.Alt).Is('d'));
        Assert.False(KeyEvent.Control('d').Is('d'));
        Assert.True(KeyEvent.Control('c').IsControl('c'));
        Assert.False(new KeyEvent(Key.Enter).Is('\r'));
    }
}
