using Helmstuck.Survey;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Survey;

/// <summary>A listing is brought up to date by few small requests, and never says that something is gone without asking.</summary>
public sealed class ListingUpdaterTests
{
    private const string Web = "api/v1/namespaces/default/secrets/sh.helm.release.v1.web.v2";

    private static async Task<ReleaseListing> ListAsync(RecoveryScene scene, bool all = false) =>
        await scene.Surveyor.Finder.FindAsync(new ListScope { Namespace = "default", All = all }, static _ => { }, CancellationToken.None);

    private static Task<ReleaseListing> UpdateAsync(RecoveryScene scene, ReleaseListing before, params string[] releases) =>
        scene.Surveyor.Listings.UpdateAsync(
            new ListingUpdate(before, [.. releases.Select(release => new ReleaseName("default", release))], releases.Length > 0 ? "7" : ""),
            CancellationToken.None
        );

    [Fact]
    public async Task A_release_that_got_stuck_appears_and_one_that_was_finished_goes()
    {
        using var scene = new RecoveryScene();
        var before = await ListAsync(scene);
        Assert.Empty(before.Rows);
        await scene.SeedAsync("deployed", "pending-upgrade");
        var asked = scene.Api.Requests.Count;
        var stuck = await UpdateAsync(scene, before, "web");
        Assert.Equal(("web", 2), (Assert.Single(stuck.Rows).Release, stuck.Rows[0].Revision));
        var request = Assert.Single(scene.Api.Requests.Skip(asked));
        Assert.True(request.MetadataOnly);
        Assert.Contains("labelSelector=owner=helm,name=web", request.Query, StringComparison.Ordinal);
        Assert.Contains("resourceVersion=7", request.Query, StringComparison.Ordinal);

        var record = await scene.Api.ActAsync(HttpMethod.Get, Web);
        record["metadata"]!["labels"]!["status"] = "deployed";
        await scene.Api.ActAsync(HttpMethod.Put, Web, record);
        Assert.Empty((await UpdateAsync(scene, stuck, "web")).Rows);
        // In a list of all it stays, with its new status.
        var all = await ListAsync(scene, all: true);
        Assert.Equal("deployed", Assert.Single(all.Rows).Status);
        Assert.Equal(all.Rows, (await UpdateAsync(scene, all, "web")).Rows);
    }

    [Fact]
    public async Task A_record_that_was_deleted_is_asked_for_before_its_row_goes()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        var before = await ListAsync(scene);
        await scene.Api.ActAsync(HttpMethod.Delete, Web);
        var asked = scene.Api.Requests.Count;
        Assert.Empty((await UpdateAsync(scene, before, "web")).Rows);
        Assert.Contains(scene.Api.Requests.Skip(asked), request => request.Is("GET", "/" + Web));
    }

    [Fact]
    public async Task A_record_that_only_left_the_watch_is_not_called_gone_without_a_consistent_list()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        var before = await ListAsync(scene);
        var record = await scene.Api.ActAsync(HttpMethod.Get, Web);
        record["metadata"]!["labels"]!.AsObject().Remove("owner");
        await scene.Api.ActAsync(HttpMethod.Put, Web, record);
        var asked = scene.Api.Requests.Count;
        await UpdateAsync(scene, before, "web");
        Assert.Contains(
            scene.Api.Requests.Skip(asked),
            request =>
                request.Path.EndsWith("/secrets", StringComparison.Ordinal)
                && request.Query.Contains("limit=", StringComparison.Ordinal)
                && !request.Query.Contains("resourceVersion", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Other_rows_are_neither_read_nor_lost()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        await scene.SeedAsync(new SeedRecord("default", "api", 3, "pending-install"));
        var before = await ListAsync(scene);
        Assert.Equal(["api", "web"], before.Rows.Select(row => row.Release));
        var asked = scene.Api.Requests.Count;
        Assert.Equal(before.Rows, (await UpdateAsync(scene, before, "web")).Rows);
        Assert.Single(scene.Api.Requests.Skip(asked));
    }

    [Fact]
    public async Task A_poll_that_finds_the_same_costs_two_requests_to_the_cache()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        var before = await ListAsync(scene);
        var asked = scene.Api.Requests.Count;
        Assert.Equal(before.Rows, (await UpdateAsync(scene, before)).Rows);
        Assert.Equal(2, scene.Api.Requests.Count - asked);
        Assert.All(
            scene.Api.Requests.Skip(asked),
            request => Assert.Contains("resourceVersion=0", request.Query, StringComparison.Ordinal)
        );
        await scene.SeedAsync(new SeedRecord("default", "api", 3, "pending-install"));
        Assert.Equal(["api", "web"], (await UpdateAsync(scene, before)).Rows.Select(row => row.Release));
    }

    [Fact]
    public async Task Many_changes_are_one_list()
    {
        using var scene = new RecoveryScene();
        var before = await ListAsync(scene);
        var names = Enumerable.Range(0, 40).Select(index => $"app-{index:00}").ToArray();
        foreach (var name in names)
            await scene.SeedAsync(new SeedRecord("default", name, 2, "pending-upgrade"));
        var asked = scene.Api.Requests.Count;
        Assert.Equal(40, (await UpdateAsync(scene, before, names)).Rows.Count);
        Assert.True(scene.Api.Requests.Count - asked <= 6);
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        using var scene = new RecoveryScene();
        var before = await ListAsync(scene);
        scene.Api.Forbid("secrets");
        Assert.Contains("forbidden", (await UpdateAsync(scene, before, "web")).Error, StringComparison.Ordinal);
    }
}
