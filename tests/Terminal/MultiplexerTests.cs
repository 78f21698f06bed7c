using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal;

/// <summary>In real tmux and GNU screen: the screen is drawn, keys arrive, and q leaves the pane as it was.</summary>
public sealed partial class MultiplexerTests : IDisposable
{
    private const string Before = "what was here before";

    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-panes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("screen")]
    [InlineData("screen-256color")]
    [InlineData("tmux-256color")]
    public async Task Tmux_shows_the_screen_and_gets_its_pane_back(string term)
    {
        if (TestPrograms.OnPath("tmux") is null)
            return;
        var settings = Path.Combine(_folder, "tmux.conf");
        await File.WriteAllTextAsync(settings, $"set -g default-terminal {term}\n");
        await TmuxAsync("-f", settings, "new-session", "-d", "-x", "100", "-y", "30", "dash", "-i");
        try
        {
            await TryAsync(CaptureAsync, keys => TmuxAsync("send-keys", "-l", keys));
            Assert.Equal(
                ["$ echo " + Before, Before, $"$ {PseudoTerminal.Product} --demo", "$"],
                (await UntilAsync(CaptureAsync, pane => pane.EndsWith("\n$", StringComparison.Ordinal))).Split('\n')
            );
            Assert.Equal("0 1 0\n", await TmuxAsync("display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}"));
        }
        finally
        {
            await TmuxAsync("kill-server");
        }

        async Task<string> CaptureAsync() => (await TmuxAsync("capture-pane", "-p")).TrimEnd();
        async Task<string> TmuxAsync(params string[] arguments)
        {
            string[] all = ["-u", "-S", Path.Combine(_folder, "socket"), .. arguments];
            return (await ExternalCommand.RunAsync("tmux", all, Variables())).MustSucceed().Output;
        }
    }

    /// <summary>As installed, GNU screen has no other screen to switch to: the pane is empty then, with the prompt at its top.</summary>
    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Screen_shows_the_screen_and_gets_its_window_back(string other)
    {
        if (TestPrograms.OnPath("screen") is null)
            return;
        var settings = Path.Combine(_folder, "screenrc");
        await File.WriteAllTextAsync(settings, $"startup_message off\naltscreen {other}\n");
        await ScreenAsync("-U", "-c", settings, "-d", "-m", "-S", "pane", "dash", "-i");
        try
        {
            await TryAsync(CaptureAsync, keys => ScreenAsync("-S", "pane", "-p", "0", "-X", "stuff", keys));
            string[] left = other == "on" ? ["$ echo " + Before, Before, $"$ {PseudoTerminal.Product} --demo", "$"] : ["$"];
            Assert.Equal(left, (await UntilAsync(CaptureAsync, pane => Prompt().IsMatch(pane))).Split('\n'));
        }
        finally
        {
            await ScreenAsync("-S", "pane", "-X", "quit");
        }

        async Task<string> CaptureAsync()
        {
            var file = Path.Combine(_folder, "copy");
            await ScreenAsync("-S", "pane", "-p", "0", "-X", "hardcopy", file);
            return File.Exists(file)
                ? string.Join('\n', (await File.ReadAllLinesAsync(file)).Select(line => line.TrimEnd())).TrimEnd()
                : "";
        }
        async Task ScreenAsync(params string[] arguments) =>
            (await ExternalCommand.RunAsync("screen", arguments, Variables())).MustSucceed();
    }

    [GeneratedRegex(@"^(?!.*Stuck releases)[\s\S]*(^|\n)\$$")]
    private static partial Regex Prompt();

    /// <summary>From the shell through the panes and the dialog to q.</summary>
    private static async Task TryAsync(Func<Task<string>> capture, Func<string, Task> type)
    {
        await UntilAsync(capture, pane => pane.EndsWith('$'));
        await type($"echo {Before}\r");
        await UntilAsync(capture, pane => pane.EndsWith($"\n{Before}\n$", StringComparison.Ordinal));
        await type($"{PseudoTerminal.Product} --demo\r");
        var shown = await UntilAsync(capture, pane => Read().IsMatch(pane));
        Assert.Contains("gitlab-cny revision 1234, pending-upgrade", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Before, shown, StringComparison.Ordinal);
        await type("j");
        await UntilAsync(capture, pane => pane.Contains("registry revision 1, pending-install", StringComparison.Ordinal));
        await type("k");
        await UntilAsync(capture, pane => pane.Contains("gitlab-cny revision 1234, pending-upgrade", StringComparison.Ordinal));
        await type("d");
        await UntilAsync(capture, pane => pane.Contains("Type 1234 to delete", StringComparison.Ordinal));
        await PseudoTerminal.PauseAsync();
        await type("\x03");
        await UntilAsync(capture, pane => pane.Contains("Cancelled: nothing was changed.", StringComparison.Ordinal));
        await type("q");
        await UntilAsync(capture, pane => !pane.Contains("Stuck releases", StringComparison.Ordinal));
    }

    /// <summary>Looks until the pane is as wanted; what it shows then.</summary>
    private static async Task<string> UntilAsync(Func<Task<string>> capture, Func<string, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var pane = await capture();
            if (wanted(pane))
                return pane;
            Assert.False(patience.IsCancellationRequested, $"still not as wanted:\n{pane}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private Dictionary<string, string?> Variables() =>
        new(DemoScreen.Environment)
        {
            ["PS1"] = "$ ",
            ["ENV"] = null,
            ["TERM"] = "xterm-256color",
            ["TMUX"] = null,
            ["STY"] = null,
            ["SCREENDIR"] = _folder,
        };

    [GeneratedRegex(@"read \d\d:\d\d:\d\dZ")]
    private static partial Regex Read();
}
