namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>Users who may not do one of the things that a review asks for: what is known is shown, the rest is unknown.</summary>
public sealed class LittlePermissionTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private static readonly string[] Read = ["get", "list"];

    private static readonly Allow[] Engineer =
    [
        new(["secrets"], ["get", "list", "delete"]),
        new(["configmaps", "pods", "events", "apps/deployments", "apps/replicasets", "batch/jobs"], Read),
        new(["autoscaling/horizontalpodautoscalers"], Read),
    ];

    /// <summary>What is taken away, and what the review then says of which check.</summary>
    public static readonly TheoryData<string, string, string, string> Missing = new()
    {
        {
            "get secrets",
            "record",
            "unknown",
            "by its label, revision 2 is the newest record and pending-upgrade; its payload may not be read"
        },
        { "get secrets", "workloads", "unknown", "which workloads it has is not known" },
        { "get secrets", "owner", "unknown", "whether a controller owns it is not known" },
        { "get secrets", "unlocks", "unknown", "the payload of sh.helm.release.v1.web.v2 may not be read" },
        { "delete secrets", "permissions", "fail", "delete" },
        { "* apps/deployments", "workloads", "unknown", "deployments" },
        { "list apps/deployments", "workloads", "unknown", "cannot list resource \"deployments\"" },
        { "* autoscaling/horizontalpodautoscalers", "workloads", "pass", "" },
        { "* events", "workloads", "pass", "" },
        { "* events", "record", "pass", "" },
        { "* pods", "record", "pass", "" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public async Task What_may_not_be_read_is_unknown_and_the_rest_is_known(string missing, string check, string state, string said)
    {
        var plane = await shared.GetAsync();
        var space = await SceneAsync();
        var user = plane.AddTokenUser($"little-{Guid.NewGuid():N}");
        await plane.GrantAsync(user, space, [.. Engineer.SelectMany(rule => Without(rule, missing))]);
        using var cli = new ClusterCli(plane, user, space, idleAfter: TimeSpan.FromSeconds(-1));
        var screen = await cli.RunAsync("screen", "web", "--size", "80x24");
        output.WriteLine(screen.Out);
        Assert.Contains("web revision 2, pending-upgrade", screen.Out, StringComparison.Ordinal);
        var review = await cli.ExplainAsync("web");
        output.WriteLine($"{check}: {review.Check(check)}");
        Assert.Equal(state, review.Check(check).State);
        Assert.Contains(said, review.Check(check).Summary, StringComparison.Ordinal);
    }

    /// <summary>
    /// Everybody in the group system:authenticated may ask for their own rights. The API server adds it to those who lack both it and its
    /// opposite.
    /// </summary>
    [Fact]
    public async Task Who_may_not_ask_for_their_rights_has_unknown_rights_and_all_the_rest()
    {
        var plane = await shared.GetAsync();
        var space = await SceneAsync();
        var user = plane.AddTokenUser($"little-{Guid.NewGuid():N}", "system:unauthenticated");
        await plane.GrantAsync(user, space, Engineer);
        using var cli = new ClusterCli(plane, user, space, idleAfter: TimeSpan.FromSeconds(-1));
        var screen = await cli.RunAsync("screen", "web", "--size", "80x24");
        output.WriteLine(screen.Out);
        Assert.Contains("? whether you are allowed to delete", screen.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", screen.Out, StringComparison.Ordinal);
        var review = await cli.ExplainAsync("web");
        Assert.Equal("unknown", review.Check("permissions").State);
        Assert.Contains(
            "cannot create resource \"selfsubjectaccessreviews\"",
            review.Check("permissions").Summary,
            StringComparison.Ordinal
        );
        foreach (var known in (string[])["record", "unlocks", "workloads", "owner"])
            Assert.Equal("pass", review.Check(known).State);
    }

    [Fact]
    public async Task Who_may_get_but_not_list_is_told_so_and_never_that_nothing_is_stuck()
    {
        var plane = await shared.GetAsync();
        var space = await SceneAsync();
        var user = plane.AddTokenUser($"little-{Guid.NewGuid():N}");
        await plane.GrantAsync(user, space, new Allow(["secrets"], ["get", "delete"]));
        using var cli = new ClusterCli(plane, user, space);
        foreach (
            var command in (string[][])
                [
                    ["list"],
                    ["list", "--all"],
                    ["list", "--deep"],
                    ["explain", "web"],
                    ["screen"],
                ]
        )
        {
            var result = await cli.RunAsync(command);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("secrets is forbidden", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("no release is stuck", result.Out + result.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Who may only list gets the list: a record that is newer is looked for by its labels.</summary>
    [Fact]
    public async Task Who_may_list_but_not_get_has_a_list()
    {
        var plane = await shared.GetAsync();
        var space = await SceneAsync();
        await plane.SeedHistoryAsync(space, "finished", "pending-upgrade", "deployed");
        var user = plane.AddTokenUser($"little-{Guid.NewGuid():N}");
        await plane.GrantAsync(user, space, new Allow(["secrets"], ["list"]));
        using var cli = new ClusterCli(plane, user, space);
        var listed = await cli.RunAsync("list", "-o", "name");
        Assert.Equal((0, "secret/sh.helm.release.v1.web.v2\n"), (listed.ExitCode, listed.Out));
    }

    private async Task<string> SceneAsync()
    {
        var plane = await shared.GetAsync();
        var release = await plane.LeaveStuckUpgradeAsync(4, await plane.CreateNamespaceAsync("little"), "web");
        await plane.MakeHealthyAsync(release.Namespace);
        return release.Namespace;
    }

    private static IEnumerable<Allow> Without(Allow rule, string missing)
    {
        var (verb, resource) = (missing.Split(' ')[0], missing.Split(' ')[1]);
        foreach (var one in rule.Resources)
            if (one != resource)
                yield return new Allow([one], rule.Verbs);
            else if (verb != "*")
                yield return new Allow([one], [.. rule.Verbs.Where(allowed => allowed != verb)]);
    }
}
