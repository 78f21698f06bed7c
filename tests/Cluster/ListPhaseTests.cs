using System.Text.Json;

namespace Helmstuck.Tests.Cluster;

/// <summary>A deploy that runs looks like a stuck one: what a list says of both, on a real API server with a real Helm.</summary>
public sealed class ListPhaseTests(SharedControlPlane shared)
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(-1);

    private static async Task<JsonElement> ItemAsync(ControlPlane plane, string space, TimeSpan? idleAfter = null)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: idleAfter);
        var result = await cli.RunAsync("list", "-o", "json");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return Assert.Single(JsonElement.Parse(result.Out).GetProperty("items").EnumerateArray());
    }

    private static async Task<int> ExitAsync(ControlPlane plane, string space, TimeSpan? idleAfter = null, params string[] more)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: idleAfter);
        return (await cli.RunAsync(["list", "--exit-code", .. more])).ExitCode;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_upgrade_that_Helm_began_a_moment_ago_is_in_progress(int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("phase");
        await plane.LeaveStuckUpgradeAsync(helm, space, "web");
        var item = await ItemAsync(plane, space);
        Assert.Equal(
            ("in-progress", true, "test"),
            (item.GetProperty("phase").GetString(), item.GetProperty("stuck").GetBoolean(), item.GetProperty("context").GetString())
        );
        Assert.Equal(0, await ExitAsync(plane, space));
    }

    [Theory]
    [InlineData("pending-install")]
    [InlineData("pending-rollback")]
    [InlineData("uninstalling")]
    public async Task A_record_that_nobody_has_written_for_long_is_stuck(string status)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("phase");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, status));
        Assert.Equal("stuck", (await ItemAsync(plane, space, Never)).GetProperty("phase").GetString());
        Assert.Equal(3, await ExitAsync(plane, space, Never));
        Assert.Equal(0, await ExitAsync(plane, space));
    }

    [Fact]
    public async Task Older_than_leaves_out_younger_records_from_list_and_exit_code()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("phase");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "pending-install"));
        Assert.Equal(3, await ExitAsync(plane, space, Never, "--older-than", "0s"));
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: Never);
        var young = await cli.RunAsync("list", "--exit-code", "--older-than", "1d");
        Assert.Equal((0, ""), (young.ExitCode, young.Out));
        Assert.Equal($"no release in {space} has been stuck for 24h or longer\n", young.Error);
    }

    [Fact]
    public async Task Explain_and_report_say_in_progress()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("phase");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "pending-install"));
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        Assert.Contains(
            "Stuck:          in progress: revision 1 is pending-install",
            (await cli.RunAsync("explain", "web")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- **In progress**: revision `1` is `pending-install`",
            (await cli.RunAsync("report", "web")).Out,
            StringComparison.Ordinal
        );
    }
}
