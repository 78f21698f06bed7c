using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class CommandSourceTests
{
    private static Task<SourceAnswer> Run(TimeSpan timeout, params string[] argv) =>
        new CommandSource(new CommandOptions("lock", argv, timeout, null)).AskAsync(CancellationToken.None);

    private static Task<SourceAnswer> Shell(string script) => Run(TimeSpan.FromMinutes(1), "/bin/sh", "-c", script);

    [Theory]
    [InlineData("exit 0", "Idle", "/bin/sh exited 0")]
    [InlineData("echo nobody; exit 0", "Idle", "/bin/sh exited 0|nobody")]
    [InlineData("exit 1", "Running", "/bin/sh exited 1")]
    [InlineData("printf 'deploy 7\\r\\n\\n  by jane  \\n'; echo noise >&2; exit 1", "Running", "deploy 7|  by jane")]
    [InlineData("echo out; echo why >&2; exit 2", "Unknown", "/bin/sh exited 2|why|out")]
    [InlineData("exit 127", "Unknown", "/bin/sh exited 127")]
    [InlineData("kill -KILL $$", "Unknown", "/bin/sh was ended by signal 9")]
    public async Task Exit_0_is_idle_exit_1_is_running_all_else_unknown(string script, string state, string evidence)
    {
        var answer = await Shell(script);
        Assert.Equal(("lock", state, evidence), (answer.Name, answer.State.ToString(), string.Join('|', answer.Evidence)));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_unknown()
    {
        var answer = await Run(TimeSpan.FromMinutes(1), "/no/such/check");
        Assert.Equal(SourceState.Unknown, answer.State);
        Assert.Equal(["/no/such/check could not be started: No such file or directory"], answer.Evidence);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_unknown_even_if_it_has_answered()
    {
        var answer = await Run(TimeSpan.FromSeconds(2.5), "/bin/sh", "-c", "echo working; sleep 1000");
        Assert.Equal(SourceState.Unknown, answer.State);
        Assert.Equal(["/bin/sh did not end within 2.5s and was killed", "working"], answer.Evidence);
    }

    [Fact]
    public async Task Addresses_in_its_output_are_links()
    {
        var answer = await Shell("echo 'job 7 https://ci.example/7 runs'; echo 'ftp://x javascript:y http://ci.example/8'; exit 1");
        Assert.Equal(["https://ci.example/7", "http://ci.example/8"], answer.Links);
    }

    [Fact]
    public async Task Long_output_is_cut()
    {
        var answer = await Shell("i=0; while [ $i -lt 60 ]; do echo line $i; i=$((i+1)); done; head -c 600 /dev/zero | tr '\\0' x; exit 1");
        Assert.Equal((51, "line 0", "… 11 more lines"), (answer.Evidence.Count, answer.Evidence[0], answer.Evidence[^1]));
        Assert.Equal(501, (await Shell("head -c 600 /dev/zero | tr '\\0' x; exit 1")).Evidence[0].Length);
    }
}
