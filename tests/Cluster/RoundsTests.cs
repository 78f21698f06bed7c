using System.Threading.Channels;
using Helmstuck.Cli;
using Helmstuck.Hosting;
using Helmstuck.Survey;
using Helmstuck.Terminal;
using Helmstuck.Tui.Loop;

namespace Helmstuck.Tests.Cluster;

/// <summary>How many requests have to follow one another: over a slow line each of these rounds is waited for.</summary>
public sealed class RoundsTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Old = TimeSpan.FromHours(-1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_asked_side_by_side_takes_few_rounds(bool isHealthy)
    {
        var plane = await shared.GetAsync();
        var stuck = await plane.LeaveStuckUpgradeAsync(4, await plane.CreateNamespaceAsync("rounds"), "web");
        if (isHealthy)
            await plane.MakeHealthyAsync(stuck.Namespace);
        var list = await RoundsAsync(plane, stuck.Namespace, cli => RunAsync(cli, "list"));
        var explain = await RoundsAsync(plane, stuck.Namespace, cli => RunAsync(cli, "explain", "web"));
        var screen = await RoundsAsync(plane, stuck.Namespace, ShowAsync);
        output.WriteLine($"rounds: list {list}, explain {explain}, screen {screen} ({(isHealthy ? "healthy" : "unhealthy")} workloads)");
        Assert.InRange(list, 1, 2);
        Assert.InRange(explain, 1, 4);
        Assert.InRange(screen, 1, 4);
    }

    [Fact]
    public async Task That_nothing_is_stuck_is_known_after_two_rounds()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("rounds");
        await plane.SeedHistoryAsync(space, "web", "deployed");
        var list = await RoundsAsync(plane, space, cli => RunAsync(cli, "list"));
        output.WriteLine($"rounds: list {list} (nothing stuck)");
        Assert.InRange(list, 1, 2);
    }

    [Fact]
    public async Task Types_that_are_known_without_asking_are_those_of_the_API_server()
    {
        var plane = await shared.GetAsync();
        using var cli = new ClusterCli(plane, plane.AdminUser, "default");
        foreach (var type in AlwaysServed.All)
            Assert.Equal(type, (await cli.Client.FindTypeAsync(type.ApiVersion, type.Kind, CancellationToken.None)).ValueOrDefault);
    }

    private async Task<int> RoundsAsync(ControlPlane plane, string space, Func<ClusterCli, Task> run)
    {
        using var network = new SlowNetwork(plane, Delay);
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: Old, longestTimeout: Old, network: network);
        await run(cli);
        var rounds = network.Rounds();
        foreach (var (round, index) in rounds.Select((round, index) => (round, index + 1)))
        foreach (var request in round)
            output.WriteLine($"  {index} {request}");
        return rounds.Count;
    }

    private static async Task RunAsync(ClusterCli cli, params string[] arguments)
    {
        var result = await cli.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    /// <summary>Opens the screen, and leaves it when its header says when everything was read.</summary>
    private static async Task ShowAsync(ClusterCli cli)
    {
        using var session = cli.Open();
        var screen = new FirstScreen();
        var options = new TuiOptions
        {
            Context = cli.Target.Context,
            Namespace = cli.Target.Namespace,
            Server = cli.Target.ServerHost,
            Refresh = TimeSpan.Zero,
        };
        await TuiProgram.RunAsync(
            screen,
            ScreenContexts.Services([new ContextSession("", new SessionResult.Ok(session))]),
            options,
            TimeProvider.System,
            CancellationToken.None
        );
    }

    private sealed class FirstScreen : IScreen
    {
        private readonly Channel<TerminalEvent> _events = Channel.CreateUnbounded<TerminalEvent>();

        public ChannelReader<TerminalEvent> Events => _events.Reader;

        public (int Width, int Height) Size => (120, 40);

        public void Draw(Grid grid)
        {
            if (grid.ToText().Split('\n')[0].Contains(" read ", StringComparison.Ordinal))
                _events.Writer.TryWrite(KeyEvent.Of('q'));
        }

        public void Fence() { }

        public void Invalidate() { }

        public void Suspend() { }
    }
}
