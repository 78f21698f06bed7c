namespace Helmstuck.Tests.Terminal;

public sealed class PseudoTerminalTests
{
    [Fact]
    public async Task Program_has_a_controlling_terminal_of_the_given_size()
    {
        await using var terminal = Shell("stty size </dev/tty; cut -d ' ' -f 6 /proc/$$/stat; tty; exit 7", columns: 100, rows: 30);
        Assert.Equal(7, await terminal.WaitForExitAsync());
        Assert.Equal("30 100", terminal.See(screen => screen.Lines[0]));
        Assert.Equal(terminal.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), terminal.See(screen => screen.Lines[1]));
        Assert.StartsWith("/dev/pts/", terminal.See(screen => screen.Lines[2]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_arrive_and_are_echoed_and_end_of_file_ends_cat()
    {
        await using var terminal = PseudoTerminal.Start("cat", []);
        terminal.Send("hellö 健\n");
        await terminal.WaitUntilAsync(screen => screen.Lines[1] == "hellö 健", "cat repeats the line");
        Assert.Equal(0, terminal.See(screen => screen.CursorColumn));
        terminal.Send("\x04");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task Control_c_is_an_interrupt_in_a_cooked_terminal()
    {
        await using var terminal = Shell("echo ready; exec cat");
        await terminal.WaitForAsync("ready");
        terminal.Send("\x03");
        Assert.Equal(130, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task New_size_reaches_the_program_as_a_signal()
    {
        await using var terminal = Shell("trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done", 80, 24);
        await terminal.WaitForAsync("ready");
        terminal.Resize(60, 20);
        await terminal.WaitForAsync("20 60");
        terminal.Signal(15);
        Assert.Equal(143, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task Modes_show_whether_a_program_gave_the_terminal_back()
    {
        await using var terminal = Shell("stty raw -echo; echo raw; read line; stty sane; stty cooked echo; echo end; read line");
        await terminal.WaitForAsync("raw");
        Assert.True(terminal.ModesAtStart.IsCooked);
        Assert.True(terminal.Modes.IsRaw);
        Assert.NotEqual(terminal.ModesAtStart, terminal.Modes);
        terminal.Send("\n");
        await terminal.WaitForAsync("end");
        Assert.True(terminal.Modes.IsCooked);
    }

    [Fact]
    public async Task Terminal_answers_where_its_cursor_is_unless_told_to_wait()
    {
        await using var terminal = Shell(
            "stty -icanon -echo min 1; printf 'abc\\033[6n'; dd bs=1 count=6 2>/dev/null | od -An -c; echo done"
        );
        terminal.HoldReplies = true;
        await terminal.WaitForAsync("abc");
        Assert.DoesNotContain("done", terminal.Screen, StringComparison.Ordinal);
        terminal.HoldReplies = false;
        await terminal.WaitForAsync("done");
        Assert.Contains("033   [   1   ;   4   R", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_connection_is_a_hang_up()
    {
        var mark = Path.Combine(Path.GetTempPath(), $"hang-up-{Guid.NewGuid():N}");
        await using var terminal = Shell($"trap 'echo hup >{mark}; exit 3' HUP; echo ready; while :; do sleep 0.05; done");
        await terminal.WaitForAsync("ready");
        terminal.HangUp();
        Assert.Equal(3, await terminal.WaitForExitAsync());
        Assert.Equal("hup\n", await File.ReadAllTextAsync(mark));
        File.Delete(mark);
    }

    [Fact]
    public async Task Waiting_for_what_never_comes_ends_with_the_program_and_shows_the_screen()
    {
        await using var terminal = Shell("echo something else");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => terminal.WaitForAsync("never"));
        Assert.Contains("something else", thrown.Message, StringComparison.Ordinal);
    }

    private static PseudoTerminal Shell(string script, int columns = 80, int rows = 24) =>
        PseudoTerminal.Start("sh", ["-c", script], columns, rows);
}
