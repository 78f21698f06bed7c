using System.Net;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Survey;

public sealed class ReleaseFinderTests
{
    private static Task<ReleaseListing> FindAsync(RecoveryScene scene, string? ns = "default", bool all = false, bool deep = false) =>
        scene.Surveyor.Finder.FindConsistentAsync(
            new ListScope
            {
                Namespace = ns,
                All = all,
                Deep = deep,
            },
            CancellationToken.None
        );

    [Fact]
    public async Task Cache_answers_first_the_consistent_read_last_and_no_payload_is_sent()
    {
        using var scene = new RecoveryScene();
        var arrived = new List<ReleaseListing>();
        var last = await scene.Surveyor.Finder.FindAsync(new ListScope { Namespace = "gitlab" }, arrived.Add, CancellationToken.None);
        Assert.Equal([true, false], arrived.Select(listing => listing.FromCache));
        Assert.Same(last, arrived[1]);
        Assert.Equal(["gitlab-cny", "registry"], last.Rows.Select(row => row.Release));
        Assert.Contains("resourceVersion=0", scene.Api.Requests[0].Query, StringComparison.Ordinal);
        Assert.All(
            scene.Api.Requests.Where(request => !request.Query.Contains("resourceVersion=0", StringComparison.Ordinal)),
            request => Assert.Contains("/secrets/sh.helm.release.v1.", request.Path, StringComparison.Ordinal)
        );
        Assert.True(scene.Client.BytesReceived < 20_000);
    }

    [Fact]
    public async Task That_nothing_is_stuck_is_said_from_a_consistent_paged_read_only()
    {
        using var scene = new RecoveryScene();
        var arrived = new List<ReleaseListing>();
        var last = await scene.Surveyor.Finder.FindAsync(new ListScope { Namespace = "default" }, arrived.Add, CancellationToken.None);
        Assert.Equal([true, false], arrived.Select(listing => listing.FromCache));
        Assert.Empty(last.Rows);
        Assert.Contains(
            scene.Api.Requests,
            request =>
                request.Path.EndsWith("/secrets", StringComparison.Ordinal)
                && request.Query.Contains("limit=", StringComparison.Ordinal)
                && !request.Query.Contains("resourceVersion", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_row_says_what_the_newest_record_is()
    {
        using var scene = new RecoveryScene();
        var row = (await FindAsync(scene, "gitlab")).Rows[0];
        Assert.Equal(
            ("gitlab", "gitlab-cny", 1234, "pending-upgrade", true, RecoveryScene.Stuck),
            (row.Namespace, row.Release, row.Revision, row.Status, row.Stuck, row.Record)
        );
        Assert.Equal(scene.Clock.Now.AddMinutes(-50), row.StartedAt);
        Assert.Equal(scene.Clock.Now.AddMinutes(-50).AddSeconds(1), row.LastWrittenAt);
    }

    [Fact]
    public async Task A_pending_record_with_a_newer_one_beside_it_is_not_stuck()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade", "failed");
        Assert.Empty((await FindAsync(scene)).Rows);
        await scene.SeedAsync(new SeedRecord("default", "web", 12, "pending-upgrade"));
        Assert.Equal(12, Assert.Single((await FindAsync(scene)).Rows).Revision);
    }

    [Fact]
    public async Task More_than_thirty_stuck_releases_cost_one_more_list_and_not_a_question_each()
    {
        using var scene = new RecoveryScene();
        for (var index = 0; index < 40; index++)
            await scene.SeedAsync(new SeedRecord("default", $"app-{index:00}", 2, "pending-upgrade"));
        for (var index = 0; index < 5; index++)
            await scene.SeedAsync(new SeedRecord("default", $"app-{index:00}", 3, "deployed"));
        var listing = await FindAsync(scene);
        Assert.Equal(35, listing.Rows.Count);
        Assert.Equal("app-05", listing.Rows[0].Release);
        Assert.Equal(2, scene.Api.Requests.Count);
    }

    [Fact]
    public async Task All_namespaces_and_all_releases()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "uninstalling");
        Assert.Equal(
            ["default/web", "gitlab/gitlab-cny", "gitlab/registry"],
            (await FindAsync(scene, null)).Rows.Select(row => $"{row.Namespace}/{row.Release}")
        );
        var all = (await FindAsync(scene, null, all: true)).Rows;
        Assert.Equal(5, all.Count);
        Assert.Equal([true, true, true, false, false], all.Select(row => row.Stuck));
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist_is_an_error_and_one_that_may_not_be_read_is_said()
    {
        using var scene = new RecoveryScene();
        var missing = await FindAsync(scene, "nowhere");
        Assert.Contains("namespaces \"nowhere\" not found", missing.Error, StringComparison.Ordinal);
        scene.Api.Before = request =>
            Task.FromResult(request.Path.EndsWith("/namespaces/nowhere", StringComparison.Ordinal) ? ApiSpy.Forbidden("namespaces") : null);
        var untold = await FindAsync(scene, "nowhere");
        Assert.Null(untold.Error);
        Assert.Contains(untold.Hints, hint => hint.ForCommands.Contains("could not check whether", StringComparison.Ordinal));
        scene.Api.Before = request =>
            Task.FromResult(
                request.Path.EndsWith("/namespaces/nowhere", StringComparison.Ordinal)
                    ? ApiSpy.Refusal(HttpStatusCode.InternalServerError, "InternalError", "etcd is away")
                    : null
            );
        Assert.NotNull((await FindAsync(scene, "nowhere")).Error);
    }

    [Fact]
    public async Task An_empty_answer_helps_on()
    {
        using var scene = new RecoveryScene();
        var empty = await FindAsync(scene);
        Assert.Null(empty.Error);
        Assert.False(empty.FromCache);
        Assert.Equal(2, empty.Hints.Count);
        Assert.Contains("list --deep", empty.Hints[0].ForCommands, StringComparison.Ordinal);
        Assert.Contains("Only namespace default was searched", empty.Hints[1].ForCommands, StringComparison.Ordinal);
        await scene.SeedAsync(new SeedRecord("default", "web", 1, "pending-upgrade") { Driver = "configmap" });
        Assert.Contains(
            (await FindAsync(scene)).Hints,
            hint => hint.ForCommands.Contains("try --driver configmap", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            (await FindAsync(scene, deep: true)).Hints,
            hint => hint.ForCommands.Contains("--deep", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Records_in_ConfigMaps_are_found_by_their_driver()
    {
        using var scene = new RecoveryScene(StorageDriver.ConfigMap);
        await scene.SeedAsync(new SeedRecord("default", "web", 1, "pending-upgrade") { Driver = "configmap" });
        Assert.Equal("web", Assert.Single((await FindAsync(scene)).Rows).Release);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_that_may_not_be_listed_are_an_error_and_never_an_empty_answer(bool one)
    {
        using var scene = new RecoveryScene();
        scene.Api.Forbid("secrets");
        foreach (var deep in new[] { false, true })
        {
            var listing = await FindAsync(scene, one ? "gitlab" : null, deep: deep);
            Assert.Contains("secrets is forbidden", listing.Error, StringComparison.Ordinal);
            Assert.Empty(listing.Rows);
            Assert.Equal(
                one ? [] : ["Use -n NAME to choose a namespace that you may read."],
                listing.Hints.Select(hint => hint.ForCommands)
            );
        }
    }

    [Fact]
    public async Task A_second_question_that_fails_is_an_error_too()
    {
        using var scene = new RecoveryScene();
        scene.Api.Before = request =>
            Task.FromResult(request.Query.Contains("version>", StringComparison.Ordinal) ? ApiSpy.Forbidden("secrets") : null);
        Assert.NotNull((await FindAsync(scene, "gitlab")).Error);
    }

    [Fact]
    public async Task Deep_finds_what_the_label_hides_and_says_what_the_label_gets_wrong()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync(new SeedRecord("default", "hidden", 2, "deployed") { PayloadStatus = "pending-upgrade" });
        await scene.SeedAsync(new SeedRecord("default", "finished", 2, "pending-upgrade") { PayloadStatus = "deployed" });
        await scene.SeedAsync(new SeedRecord("default", "well", 1, "deployed"));
        Assert.Equal("finished", Assert.Single((await FindAsync(scene)).Rows).Release);
        var deep = await FindAsync(scene, deep: true);
        var hidden = Assert.Single(deep.Rows);
        Assert.Equal(("hidden", "pending-upgrade", true), (hidden.Release, hidden.Status, hidden.Stuck));
        Assert.Contains("Helm uses the payload", hidden.Note, StringComparison.Ordinal);
        // One that is not stuck is no row of a list of stuck ones, but it is said.
        Assert.Equal(
            "finished in default is not stuck: revision 2 is deployed, though its label says pending-upgrade; Helm uses the payload",
            Assert.Single(deep.Hints).ForCommands
        );
    }

    [Fact]
    public async Task Deep_looks_below_a_newest_record_that_cannot_be_decoded_and_calls_it_unreadable()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync(new SeedRecord("default", "locked", 1, "pending-install"));
        await scene.SeedAsync(new SeedRecord("default", "locked", 2, "deployed") { EncodedPayload = "bm90aGluZw==" });
        await scene.SeedAsync(new SeedRecord("default", "lost", 1, "deployed") { EncodedPayload = "bm90aGluZw==" });
        var rows = (await FindAsync(scene, deep: true)).Rows;
        Assert.Equal([("locked", true, true), ("lost", false, true)], rows.Select(row => (row.Release, row.Stuck, row.Unreadable)));
        Assert.Contains("Helm sees revision 1, pending-install", rows[0].Note, StringComparison.Ordinal);
        Assert.Contains("Helm sees no release", rows[1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_downloads_one_payload_for_each_release()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("superseded", "superseded", "deployed");
        await FindAsync(scene, null, deep: true);
        Assert.Equal(5, scene.Api.Requests.Count(request => request.Path.Contains("/secrets/", StringComparison.Ordinal)));
        Assert.Equal(6, scene.Api.Requests.Count);
    }

    [Fact]
    public async Task Deep_takes_what_is_there_when_a_record_goes_away_while_it_looks()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        scene.Api.Before = async request =>
        {
            if (request.Is("GET", "web.v2"))
                await scene.Api.ActAsync(HttpMethod.Delete, "api/v1/namespaces/default/secrets/sh.helm.release.v1.web.v2");
            return null;
        };
        Assert.Equal(
            (1, "deployed"),
            Assert.Single((await FindAsync(scene, all: true, deep: true)).Rows) is var row ? (row.Revision, row.Status) : default
        );
    }

    [Fact]
    public async Task Records_that_Helm_would_not_see_are_not_called_stuck()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync(
            new SeedRecord("default", "a", 1, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["owner"] = null } }
        );
        await scene.SeedAsync(
            new SeedRecord("default", "b", 1, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["name"] = null } }
        );
        await scene.Api.ActAsync(
            HttpMethod.Post,
            "api/v1/namespaces/default/secrets",
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "mine",
                    ["labels"] = new JsonObject
                    {
                        ["owner"] = "helm",
                        ["status"] = "pending-upgrade",
                        ["name"] = "c",
                        ["version"] = "1",
                    },
                },
            }
        );
        Assert.Empty((await FindAsync(scene)).Rows);
    }
}
