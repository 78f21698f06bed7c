using Helmstuck.Processes;

namespace Helmstuck.Tests.Unit.Processes;

/// <summary>What is read of a folder of processes that looks like Linux's.</summary>
public sealed class LocalProcessesTests : IDisposable
{
    private readonly string proc = Directory.CreateTempSubdirectory("helmstuck-proc-").FullName;

    public LocalProcessesTests()
    {
        Directory.CreateDirectory(Path.Combine(proc, "self"));
        File.WriteAllText(Path.Combine(proc, "uptime"), "5000.50 9000.00\n");
        File.WriteAllText(Path.Combine(proc, "passwd"), "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n");
    }

    public void Dispose() => Directory.Delete(proc, recursive: true);

    private void Add(int pid, string state, string commandLine, int uid = 1000, string? environment = "HOME=/home/alice\0KUBECONFIG=/k=1\0")
    {
        var folder = Directory.CreateDirectory(Path.Combine(proc, $"{pid}")).FullName;
        File.WriteAllText(Path.Combine(folder, "cmdline"), commandLine.Length == 0 ? "" : commandLine.Replace(' ', '\0') + "\0");
        File.WriteAllText(
            Path.Combine(folder, "stat"),
            $"{pid} (he) lm) {state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 140050 21 22\n"
        );
        File.WriteAllText(Path.Combine(folder, "status"), $"Name:\thelm\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\n");
        if (environment is not null)
            File.WriteAllText(Path.Combine(folder, "environ"), environment);
    }

    private async Task<IReadOnlyList<LocalProcess>> FindAsync() =>
        await new LocalProcesses(proc, Path.Combine(proc, "passwd")).FindAsync(HelmCommandLine.IsHelm, CancellationToken.None);

    [Fact]
    public async Task A_process_with_all_that_is_known_of_it()
    {
        Add(42, "T", "helm upgrade web . -n shop");
        var process = Assert.Single(await FindAsync());
        Assert.Equal((42, "alice", LocalProcessState.Stopped), (process.Pid, process.User, process.State));
        Assert.Equal(TimeSpan.FromSeconds(3600), process.Age);
        Assert.Equal(["helm", "upgrade", "web", ".", "-n", "shop"], process.Arguments);
        Assert.Equal("/k=1", process.Environment!["KUBECONFIG"]);
    }

    [Theory]
    [InlineData("R", "Running")]
    [InlineData("S", "Sleeping")]
    [InlineData("D", "Sleeping")]
    [InlineData("I", "Sleeping")]
    [InlineData("T", "Stopped")]
    [InlineData("t", "Stopped")]
    public async Task Every_state_of_one_that_lives(string state, string expected)
    {
        Add(42, state, "helm upgrade web .");
        Assert.Equal(expected, Assert.Single(await FindAsync()).State.ToString());
    }

    [Theory]
    [InlineData("Z")]
    [InlineData("X")]
    public async Task One_that_has_ended_is_left_out(string state)
    {
        Add(42, state, "helm upgrade web .");
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Others_are_left_out()
    {
        Add(7, "S", "bash");
        Add(8, "S", "");
        Add(9, "S", "kubectl-helmstuck");
        Directory.CreateDirectory(Path.Combine(proc, "10"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task A_user_without_a_name_and_an_environment_that_is_not_ours()
    {
        Add(42, "S", "helm upgrade web .", uid: 4711, environment: null);
        var process = Assert.Single(await FindAsync());
        Assert.Equal(("4711", null), (process.User, process.Environment));
    }

    [Fact]
    public async Task This_test_finds_itself_among_the_real_ones()
    {
        var own = await new LocalProcesses().FindAsync(_ => true, CancellationToken.None);
        var self = Assert.Single(own, process => process.Pid == Environment.ProcessId);
        Assert.Equal(Environment.UserName, self.User);
        Assert.InRange(self.Age!.Value, TimeSpan.Zero, TimeSpan.FromHours(2));
        Assert.NotNull(self.Environment);
    }

    [Fact]
    public void What_ps_prints()
    {
        var processes = PsList
            .Read("  501 alice T    01-02:03:04 /opt/homebrew/bin/helm upgrade web .\n 502 bob Ss 00:10 helm ls\n 503 bob Z 00:01 (helm)\n")
            .ToList();
        Assert.Equal([501, 502], processes.Select(process => process.Pid));
        Assert.Equal((LocalProcessState.Stopped, new TimeSpan(1, 2, 3, 4)), (processes[0].State, processes[0].Age));
        Assert.Equal(["/opt/homebrew/bin/helm", "upgrade", "web", "."], processes[0].Arguments);
    }
}
