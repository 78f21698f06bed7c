namespace Helmstuck.Tests.Terminal;

/// <summary><c>--log-file</c> and <c>-v</c> with the full screen and without it, on the demo cluster.</summary>
public sealed class RequestLogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-log-").FullName;

    private string Log => Path.Combine(_folder, "requests.log");

    private Dictionary<string, string?> Variables => new() { ["XDG_STATE_HOME"] = _folder, ["XDG_CONFIG_HOME"] = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_screen_logs_to_the_file_and_never_to_the_terminal()
    {
        await ScreenAsync("", "-v=8", "--log-file", Log);
        var logged = await File.ReadAllTextAsync(Log);
        Assert.Contains(
            "] \"Response\" verb=\"GET\" url=\"https://demo.example/api/v1/namespaces/gitlab/secrets?",
            logged,
            StringComparison.Ordinal
        );
        Assert.Contains("        {\"kind\":", logged, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public Task Without_a_file_the_screen_says_that_it_logged_nothing() =>
        ScreenAsync("the requests of the full screen were not logged: use --log-file FILE with -v", "-v=6");

    [Fact]
    public async Task A_second_run_adds_to_the_file_and_level_6_is_what_a_file_means()
    {
        var before = "";
        for (var run = 1; run <= 2; run++)
        {
            var result = await ExternalCommand.RunAsync(PseudoTerminal.Product, ["list", "--demo", "--log-file", Log], Variables);
            Assert.Equal("", result.MustSucceed().Error);
            var logged = await File.ReadAllTextAsync(Log);
            Assert.True(logged.Length > before.Length && logged.StartsWith(before, StringComparison.Ordinal));
            Assert.All(
                logged[before.Length..].TrimEnd().Split('\n'),
                line => Assert.Matches(@"^I\d{4} [0-9:.]+ +\d+ request\] ""Response"" verb=""(GET|POST)"" .* milliseconds=\d+$", line)
            );
            before = logged;
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_an_error_before_anything_is_asked()
    {
        var result = await ExternalCommand.RunAsync(PseudoTerminal.Product, ["list", "--demo", "--log-file", _folder], Variables);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: the log file cannot be written: ", result.Error, StringComparison.Ordinal);
    }

    private async Task ScreenAsync(string lastWords, params string[] flags)
    {
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--demo", .. flags], 120, 40, Variables);
        await EndToEnd.Screens.WaitUntilReadAsync(terminal);
        Assert.DoesNotContain("Response", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        if (lastWords.Length > 0)
            await terminal.WaitForAsync(lastWords);
        Assert.Equal(0, await terminal.WaitForExitAsync());
        EndToEnd.Screens.AssertGivenBack(terminal);
        Assert.DoesNotContain("Response", terminal.Screen, StringComparison.Ordinal);
    }
}
