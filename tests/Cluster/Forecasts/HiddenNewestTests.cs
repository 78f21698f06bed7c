namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>A newest record that lost a label: Helm does not see it, and no part of this program does otherwise.</summary>
public sealed class HiddenNewestTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("name", 3)]
    [InlineData("owner", 4)]
    public async Task The_record_below_it_is_the_newest_for_every_check_and_for_the_delete(string label, int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("hidden");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        await plane.SeedAsync(
            new SeedRecord(space, "web", 3, "pending-upgrade") { Labels = new Dictionary<string, string?> { [label] = null } }
        );
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var review = await cli.ExplainAsync("web");
        Assert.Equal(("pass", "revision 2 is the newest record and pending-upgrade"), review.Check("record"));
        Assert.Equal("pass", review.Check("unlocks").State);
        Assert.Equal("delete", review.Advice);
        var unstuck = await cli.UnstickAsync("web", "2");
        Assert.Equal(0, unstuck.ExitCode);
        Assert.Contains("Helm is unstuck", unstuck.Out + unstuck.Error, StringComparison.Ordinal);
        // Real Helm takes the free number 2 next, and stumbles over the hidden 3 only then.
        var chart = new TestChart().Write(plane.Folder);
        (await plane.Helm(helm, "upgrade", "web", chart, "-n", space)).MustSucceed();
        Assert.Equal("refused: release: already exists", (await cli.ExplainAsync("web")).Verdict("now", "upgrade"));
        Assert.Contains(
            "release: already exists",
            (await plane.Helm(helm, "upgrade", "web", chart, "-n", space)).Error,
            StringComparison.Ordinal
        );
    }
}
