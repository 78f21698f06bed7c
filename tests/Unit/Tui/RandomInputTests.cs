using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Whatever bytes a terminal sends: they are keys, in whatever pieces they arrive, and no key breaks the screen.</summary>
public sealed class RandomInputTests(ITestOutputHelper output)
{
    private const int Bytes = 1_000_000;

    /// <summary>Half of it is noise; the rest is what sequences begin and end with, and what the screen has keys for.</summary>
    private static byte[] Random(int seed, int count)
    {
        var random = new Random(seed);
        byte[] likely =
        [
            .. "\e\e\e[[]OP0123;?$~ABCDHFMRudjkgGfuwyarn/?123450\\\a\r\t\x03\x7f"u8,
            .. "\e[200~\e[201~\e[<0;1;1M"u8,
            0xe5,
            0x81,
            0xa5,
        ];
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = random.Next(2) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)];
        return bytes;
    }

    private static IEnumerable<TerminalEvent> Decoded(byte[] bytes, Func<int> piece)
    {
        var decoder = new InputDecoder();
        for (var at = 0; at < bytes.Length; )
        {
            var count = Math.Min(piece(), bytes.Length - at);
            foreach (var item in decoder.Feed(bytes.AsSpan(at, count)))
                yield return item;
            at += count;
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Any_split_of_any_bytes_gives_the_same_events(int seed)
    {
        const int count = 100_000;
        var bytes = Random(seed, count);
        var whole = Decoded(bytes, () => count).ToList();
        foreach (var most in (int[])[1, 2, 7, 61, 4096])
        {
            var random = new Random(seed + most);
            Assert.Equal(whole, Decoded(bytes, () => random.Next(most) + 1));
        }
        output.WriteLine($"{count} bytes, {whole.Count} events, in pieces of 1, 2, 7, 61 and 4096 bytes at most");
    }

    [Fact]
    public void A_million_random_bytes_break_nothing()
    {
        var model = Fixtures.Screen(
            Fixtures.Healthy(),
            Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall),
            Fixtures.Row("web", 8, ReleaseStatus.Uninstalling)
        ) with
        {
            Width = 100,
            Height = 30,
            Mouse = true,
        };
        var (events, frames, at) = (0, 0, TimeSpan.Zero);
        foreach (var happened in Decoded(Random(12, Bytes), () => 4096))
        {
            at += TimeSpan.FromMilliseconds(50);
            var arrival = new Arrival(events, at);
            Message? message = happened switch
            {
                KeyEvent key => new Message.Key(KeyNames.Of(key), arrival),
                MouseEvent mouse => new Message.Mouse(mouse.Action, mouse.X, mouse.Y),
                PasteEvent paste => new Message.Paste(paste.Text, arrival),
                _ => null,
            };
            events++;
            if (message is null)
                continue;
            var step = Updater.Update(model, message);
            model = step.Model;
            // What is asked is never answered, but for the terminal.
            if (model.Overlay is Overlay.Confirm { Fenced: true })
                model = Updater.Update(model, new Message.FenceEnded()).Model;
            Assert.DoesNotContain(step.Effects, effect => effect is Effect.Restore);
            if (events % 500 == 0)
            {
                View.Draw(model, model.Width, model.Height);
                frames++;
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Bytes} bytes, {events} events, {frames} frames"));
        Assert.InRange(events, Bytes / 10, Bytes);
    }
}
