using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

/// <summary>Keys that a paste smuggles in behind its own end.</summary>
public sealed class PasteTailTests
{
    private readonly InputDecoder decoder = new();
    private readonly PasteTail tail = new();
    private readonly List<TerminalEvent> passed = [];
    private long reads;

    [Theory]
    [InlineData("\e[200~x\e[201~8\r\e[201~")]
    [InlineData("\e[200~\e[201~8\r")]
    [InlineData("\e[200~x\e[201~8\r\e[200~y\e[201~8\r")]
    [InlineData("\e[200~x\e[201~8\x1b[201~\r")]
    [InlineData("\e[200~x\e[201~qu\rd")]
    public void Nothing_behind_the_end_of_a_paste_is_a_key(string bytes)
    {
        Read(bytes, 1000);
        Assert.All(passed, item => Assert.IsType<PasteEvent>(item));
        Assert.NotEmpty(passed);
    }

    // A slow link cuts the bytes of one paste anywhere.
    [Fact]
    public void However_the_bytes_are_cut_no_key_comes_of_them()
    {
        var at = 1000;
        foreach (var letter in "\e[200~x\e[201~8\r\e[201~")
            Read(letter.ToString(), at += 100);
        Assert.Equal("paste:x", EventText.Of(passed));
    }

    [Fact]
    public void After_a_pause_keys_count_again()
    {
        Read("\e[200~x\e[201~8", 1000);
        Read("9", 1149);
        Read("j", 1298);
        Assert.Equal("paste:x", EventText.Of(passed));
        Read("k", 1448);
        Read("l", 1449);
        Assert.Equal("paste:x k l", EventText.Of(passed));
    }

    [Fact]
    public void What_is_no_key_goes_through()
    {
        Read("\e[200~x\e[201~\e[5;7R", 1000);
        Assert.Equal("paste:x report:5,7", EventText.Of(passed));
    }

    private void Read(string bytes, int milliseconds)
    {
        var arrival = new Arrival(++reads, TimeSpan.FromMilliseconds(milliseconds));
        foreach (var item in decoder.Feed(Encoding.UTF8.GetBytes(bytes)))
            if (tail.Filter(item with { Arrival = arrival }) is { } through)
                passed.Add(through);
    }
}
