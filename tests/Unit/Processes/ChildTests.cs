using System.Diagnostics;
using Helmstuck.Kube.Transport;
using Helmstuck.Processes;

namespace Helmstuck.Tests.Unit.Processes;

public sealed class ChildTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static Task<ChildResult> Shell(
        string script,
        TimeSpan? timeout = null,
        int maxOutputBytes = 1 << 20,
        CancellationToken cancellation = default
    ) =>
        Child.RunAsync(
            new ChildCommand(["/bin/sh", "-c", script]) { Timeout = timeout ?? Long, MaxOutputBytes = maxOutputBytes },
            cancellation
        );

    [Theory]
    [InlineData("exit 0", 0, "", "")]
    [InlineData("echo out; echo err >&2; exit 1", 1, "out\n", "err\n")]
    [InlineData("printf 'ä健'; exit 255", 255, "ä健", "")]
    [InlineData("cat", 0, "", "")]
    public async Task Gives_exit_code_and_both_outputs(string script, int code, string output, string errors)
    {
        var exited = Assert.IsType<ChildResult.Exited>(await Shell(script));
        Assert.Equal((code, output, errors, false), (exited.ExitCode, exited.Output, exited.ErrorOutput, exited.Truncated));
    }

    [Fact]
    public async Task Looks_a_bare_name_up_in_PATH() =>
        Assert.Equal(
            "a b|c\n",
            Assert
                .IsType<ChildResult.Exited>(await Child.RunAsync(new ChildCommand(["echo", "a b|c"]) { MaxOutputBytes = 100 }, default))
                .Output
        );

    [Fact]
    public async Task Says_why_a_program_cannot_be_started()
    {
        var missing = Assert.IsType<ChildResult.NotStarted>(
            await Child.RunAsync(new ChildCommand(["/no/such/program"]) { MaxOutputBytes = 100 }, default)
        );
        Assert.True(missing.NotFound);
        Assert.Equal("No such file or directory", missing.Reason);

        var folder = Assert.IsType<ChildResult.NotStarted>(await Child.RunAsync(new ChildCommand(["/"]) { MaxOutputBytes = 100 }, default));
        Assert.False(folder.NotFound);
        Assert.Equal("Permission denied", folder.Reason);

        Assert.IsType<ChildResult.NotStarted>(await Child.RunAsync(new ChildCommand([]) { MaxOutputBytes = 100 }, default));
    }

    [Fact]
    public async Task Names_a_foreign_signal() =>
        Assert.Equal(15, Assert.IsType<ChildResult.Signalled>(await Shell("kill -TERM $$")).Signal);

    [Fact]
    public async Task Keeps_only_the_first_bytes_and_does_not_block_the_child()
    {
        var exited = Assert.IsType<ChildResult.Exited>(
            await Shell("head -c 1000000 /dev/zero; echo done >&2; exit 3", maxOutputBytes: 1000)
        );
        Assert.Equal((3, 1000, "done\n", true), (exited.ExitCode, exited.Output.Length, exited.ErrorOutput, exited.Truncated));
    }

    [Fact]
    public async Task A_time_limit_kills_the_grandchildren_too()
    {
        var result = Assert.IsType<ChildResult.TimedOut>(await Shell("sleep 1000 & echo $!; wait", TimeSpan.FromSeconds(3)));
        var grandchild = int.Parse(result.Output);
        while (IsRunning(grandchild))
            await Task.Delay(10);
    }

    [Fact]
    public async Task Cancelling_kills_and_throws()
    {
        using var cancel = new CancellationTokenSource();
        var run = Shell("sleep 1000", null, 100, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Shell("exit 0", null, 100, cancel.Token));
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_output_open_does_not_hold_the_answer_up()
    {
        var exited = Assert.IsType<ChildResult.Exited>(await Shell("sleep 1000 & echo $!; exit 1"));
        Assert.Equal(1, exited.ExitCode);
        var grandchild = int.Parse(exited.Output);
        Assert.True(IsRunning(grandchild));
        using var process = Process.GetProcessById(grandchild);
        process.Kill();
    }

    [Fact]
    public async Task Has_a_session_of_its_own_and_no_terminal() =>
        Assert.Equal(
            "leads\nno terminal\n",
            Assert
                .IsType<ChildResult.Exited>(
                    await Shell("[ \"$(cut -d' ' -f6 /proc/$$/stat)\" = $$ ] && echo leads; (: </dev/tty) 2>/dev/null || echo no terminal")
                )
                .Output
        );

    [Fact]
    public async Task Dies_of_a_broken_pipe_as_any_program_does() =>
        Assert.Equal("141\n", Assert.IsType<ChildResult.Exited>(await Shell("sh -c 'kill -PIPE $$; echo survived'; echo $?")).Output);

    [Fact]
    public async Task Inherits_the_environment_with_the_changes()
    {
        var changes = new Dictionary<string, string?> { ["HELMSTUCK_TEST_A"] = "x=y z", ["HOME"] = null };
        var exited = Assert.IsType<ChildResult.Exited>(
            await Child.RunAsync(
                new ChildCommand(["/bin/sh", "-c", "echo \"$HELMSTUCK_TEST_A|${HOME-none}|$PATH\""])
                {
                    EnvironmentChanges = changes,
                    MaxOutputBytes = 10_000,
                },
                default
            )
        );
        Assert.Equal($"x=y z|none|{Environment.GetEnvironmentVariable("PATH")}\n", exited.Output);
    }

    [Fact]
    public async Task Gets_the_root_certificates_variables_that_this_process_was_started_with()
    {
        SystemRoots.Hide();
        var started = File.ReadAllText("/proc/self/environ")
            .Split('\0')
            .Where(line => line.Contains('='))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var exited = Assert.IsType<ChildResult.Exited>(await Shell("echo \"${SSL_CERT_FILE-none}|${SSL_CERT_DIR-none}\""));
        Assert.Equal(
            $"{started.GetValueOrDefault("SSL_CERT_FILE", "none")}|{started.GetValueOrDefault("SSL_CERT_DIR", "none")}\n",
            exited.Output
        );
    }

    [Fact]
    public async Task Many_run_side_by_side()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Shell($"echo {number}; exit {number}")));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(number => $"{number}:{number}\n"),
            results.Cast<ChildResult.Exited>().Select(result => $"{result.ExitCode}:{result.Output}")
        );
    }

    private static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/stat") && File.ReadAllText($"/proc/{process}/stat").Split(' ')[2] is not "Z";
}
