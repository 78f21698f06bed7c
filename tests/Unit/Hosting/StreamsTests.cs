namespace Helmstuck.Tests.Unit.Hosting;

/// <summary>The program with streams that take nothing, or are not read to their end.</summary>
public sealed class StreamsTests
{
    private static async Task<CommandResult> ShellAsync(string redirection, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "kubectl-helmstuck.dll");
        return await ExternalCommand.RunAsync("/bin/sh", ["-c", $"dotnet \"$0\" \"$@\" {redirection}", program, .. arguments]);
    }

    [Theory]
    [InlineData("> /dev/full", "list", "--demo")]
    [InlineData("> /dev/full", "explain", "gitlab-cny", "--demo", "-o", "json")]
    public async Task Results_that_cannot_be_written_are_one_line_and_exit_1(string redirection, params string[] arguments)
    {
        var result = await ShellAsync(redirection, arguments);
        Assert.Equal((1, "error: standard stream 1: No space left on device\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task An_error_that_cannot_be_written_is_still_exit_1() =>
        Assert.Equal(1, (await ShellAsync("2> /dev/full", "list", "--demo", "--foo")).ExitCode);

    [Fact]
    public async Task A_reader_that_goes_away_ends_it_quietly()
    {
        var result = await ShellAsync("| head -n 1", "explain", "gitlab-cny", "--demo");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("Release:", result.Output, StringComparison.Ordinal);
    }
}
