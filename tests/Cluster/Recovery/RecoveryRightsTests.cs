using System.Text.Json;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>Users who may not do everything, before a real authorizer.</summary>
public sealed class RecoveryRightsTests(SharedControlPlane shared)
{
    private static readonly Allow ReadRecords = new(["secrets"], ["get", "list"]);

    private static async Task<(ClusterUser User, ClusterCli Cli)> OpenAsync(ControlPlane plane, string space, params Allow[] rules)
    {
        var user = plane.AddTokenUser($"limited-{space}-{Guid.NewGuid():N}");
        await plane.GrantAsync(user, space, rules);
        return (user, new ClusterCli(plane, user, space));
    }

    private static string State(JsonElement review, string id) =>
        review
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == id)
            .GetProperty("state")
            .GetString()!;

    [Fact]
    public async Task Who_may_not_read_Secrets_gets_an_error_and_never_an_empty_answer()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("rights");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var (user, cli) = await OpenAsync(plane, space, Allow.Read("configmaps"));
        using (cli)
        {
            foreach (
                var arguments in new string[][]
                {
                    ["list"],
                    ["list", "--exit-code"],
                    ["list", "--deep"],
                    ["explain", "web"],
                    ["unstick", "web", "--revision", "2", "--yes"],
                }
            )
            {
                var result = await cli.RunAsync(arguments);
                Assert.Equal((1, ""), (result.ExitCode, result.Out));
                Assert.StartsWith(
                    "Error from server (Forbidden): secrets is forbidden: User ",
                    Assert.Single(result.Error.TrimEnd('\n').Split('\n')),
                    StringComparison.Ordinal
                );
            }
            Assert.DoesNotContain(await plane.AuditAsync(user.Name), entry => entry.Mutates);
        }
    }

    [Fact]
    public async Task Who_may_not_read_Deployments_is_told_that_health_is_unknown()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("rights");
        await plane.LeaveStuckUpgradeAsync(3, space, "web");
        await plane.MakeHealthyAsync(space);
        var (_, cli) = await OpenAsync(plane, space, ReadRecords);
        using (cli)
        {
            var review = JsonDocument.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out).RootElement;
            Assert.Equal("unknown", State(review, "workloads"));
            var workload = Assert.Single(review.GetProperty("workloads").EnumerateArray());
            Assert.Equal(("web", "unknown"), (workload.GetProperty("name").GetString(), workload.GetProperty("verdict").GetString()));
            Assert.Contains("forbidden", workload.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.All(
                review.GetProperty("changes").EnumerateArray(),
                change => Assert.Equal("unknown", change.GetProperty("live").GetString())
            );
        }
    }

    [Fact]
    public async Task User_who_may_not_delete_is_told_first_and_can_paste_the_missing_rule()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("rights");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var (user, cli) = await OpenAsync(
            plane,
            space,
            ReadRecords,
            Allow.Read("apps/deployments", "autoscaling/horizontalpodautoscalers")
        );
        using (cli)
        {
            var blocked = await cli.UnstickAsync("web", "2");
            Assert.Equal(4, blocked.ExitCode);
            Assert.Contains(
                "permissions: fail: you are not allowed to delete secrets/sh.helm.release.v1.web.v2",
                blocked.Error,
                StringComparison.Ordinal
            );
            Assert.Contains("permissions cannot be overridden", blocked.Error, StringComparison.Ordinal);
            Assert.Contains("resourceNames: [sh.helm.release.v1.web.v2]", blocked.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(await plane.AuditAsync(user.Name), entry => entry.Mutates);
            Assert.Empty(cli.Backups);

            // The rule that was printed is all that it takes.
            await plane.GrantAsync(user, space, new Allow(["secrets"], ["delete"], ["sh.helm.release.v1.web.v2"]));
            Assert.Equal(4, (await cli.UnstickAsync("web", "2", "--mark-failed")).ExitCode);
            var done = await cli.UnstickAsync("web", "2");
            Assert.True(done.ExitCode == 0, done.Error + done.Out);
            Assert.Equal(["sh.helm.release.v1.web.v1"], (await plane.Second.RecordsAsync(space)).Select(record => record.Name));
        }
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_an_error_and_one_that_may_not_be_read_is_said()
    {
        var plane = await shared.GetAsync();
        using (var admin = new ClusterCli(plane, plane.AdminUser, "no-such-namespace"))
        {
            var missing = await admin.RunAsync("list", "--exit-code");
            Assert.Equal((1, ""), (missing.ExitCode, missing.Out));
            Assert.Equal("Error from server (NotFound): namespaces \"no-such-namespace\" not found\n", missing.Error);
            Assert.Equal(1, (await admin.RunAsync("explain", "web")).ExitCode);
        }
        var space = await plane.CreateNamespaceAsync("rights");
        var (_, cli) = await OpenAsync(plane, space, ReadRecords);
        using (cli)
        {
            var empty = await cli.RunAsync("list", "--exit-code");
            Assert.Equal(0, empty.ExitCode);
            Assert.Contains("no permission to read namespaces", empty.Error, StringComparison.Ordinal);
        }
    }
}
