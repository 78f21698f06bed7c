using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>
/// Text that is pasted over an open dialog confirms nothing, whether the terminal marks pastes or not. On the published binary's own
/// cluster, where nothing but the revision is missing.
/// </summary>
public sealed class PastedConfirmationTests : IDisposable
{
    private const string Again = "Enter came together with the key before it";

    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-paste-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("d", "\e[200~x\e[201~1234\r\e[201~")]
    [InlineData("d", "\e[200~\e[201~1234\r")]
    [InlineData("d", "\e[200~x\e[201~\e[201~1234\r\r\r")]
    [InlineData("f", "\e[200~x\e[201~1234\r\e[201~")]
    public async Task Paste_that_ends_itself_types_nothing(string key, string bytes)
    {
        await using var terminal = await OpenAsync(key);
        terminal.Send(bytes);
        await terminal.WaitForAsync("Pasted text is ignored: type the revision.");
        Assert.Equal("", terminal.See(Screens.Typed));
        await AssertNothingWasDoneAsync(terminal);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("f")]
    public async Task Revision_and_Enter_at_once_confirm_nothing(string key)
    {
        await using var terminal = await OpenAsync(key);
        terminal.Send("1234\r");
        await terminal.WaitForAsync(Again);
        Assert.Equal("1234", terminal.See(Screens.Typed));
        await AssertNothingWasDoneAsync(terminal);
    }

    [Fact]
    public async Task Restore_is_not_confirmed_by_the_read_that_asks_for_it()
    {
        await using var terminal = await OpenAsync("d");
        terminal.Send("1234");
        await terminal.WaitUntilAsync(screen => Screens.Typed(screen) == "1234", "the revision is typed");
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        terminal.Send("u\r");
        await terminal.WaitForAsync(Again);
        Assert.Contains("Enter restores it", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\e[200~x\e[201~\r");
        await terminal.WaitForAsync("Pasted text is ignored.");
        Assert.Contains("Enter restores it", terminal.Screen, StringComparison.Ordinal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("Restore sh.helm.release.v1.gitlab-cny.v1234");
    }

    [Fact]
    public async Task Key_behind_a_paste_does_not_quit()
    {
        await using var terminal = Start();
        await Screens.WaitUntilReadAsync(terminal);
        terminal.Send("\e[200~x\e[201~q");
        await terminal.WaitForAsync("Pasted text is ignored.");
        await PseudoTerminal.PauseAsync();
        Assert.True(Screens.IsRead(terminal.See(screen => screen)));
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    private PseudoTerminal Start() =>
        PseudoTerminal.Start(
            PseudoTerminal.Product,
            ["--demo"],
            100,
            30,
            new Dictionary<string, string?>
            {
                ["TMPDIR"] = _folder,
                ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "none"),
                ["HELM_DRIVER"] = null,
            }
        );

    /// <summary>The dialog with everything attested: the revision and Enter would do it.</summary>
    private async Task<PseudoTerminal> OpenAsync(string key)
    {
        var terminal = Start();
        await Screens.WaitUntilReadAsync(terminal);
        terminal.Send(key);
        await terminal.WaitUntilAsync(screen => screen.Contains("Type 1234 to ") && Screens.Questions(terminal) == 1, "the dialog is open");
        await EndToEndScene.AttestAsync(terminal);
        await terminal.WaitUntilAsync(screen => !screen.Contains("Still being read"), "all is read");
        return terminal;
    }

    /// <summary>The dialog is still there, and cancelling it leaves both releases stuck.</summary>
    private static async Task AssertNothingWasDoneAsync(PseudoTerminal terminal)
    {
        await PseudoTerminal.PauseAsync();
        Assert.Contains("Type 1234 to ", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => screen.Contains(" Stuck releases 2 "), "both are stuck");
        Assert.Contains("Cancelled: nothing was changed.", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }
}
