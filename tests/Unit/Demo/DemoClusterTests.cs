using System.Text.Json.Nodes;
using Helmstuck.Helm.Outlook;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Demo;

public sealed class DemoClusterTests
{
    [Fact]
    public async Task It_holds_releases_stuck_in_different_ways_and_workloads_in_different_health()
    {
        using var scene = new RecoveryScene();
        var cny = await scene.ReviewAsync();
        var registry = await scene.ReviewAsync("registry");
        Assert.Equal(("pending-upgrade", "pending-install"), (cny.Record!.Status, registry.Record!.Status));
        var verdicts = cny
            .Workloads.Concat(registry.Workloads)
            .Select(workload => Helmstuck.Health.HealthText.Of(workload.Verdict))
            .Distinct()
            .Order();
        Assert.Equal(["healthy", "stalled", "within-tolerance"], verdicts);
        Assert.Contains(registry.Workloads[0].Problems, problem => problem.Contains("ImagePullBackOff", StringComparison.Ordinal));
        Assert.Equal(CheckState.Fail, registry.Find(WorkloadsCheck.Id)!.State);
        Assert.Equal(VerdictOutcome.Refused, cny.Outlook!.Now.Upgrade.Outcome);
        Assert.Equal(1233, cny.Outlook.AfterDelete.Upgrade.Base);
    }

    [Fact]
    public async Task Delete_verify_and_undo_work_in_memory()
    {
        using var scene = new RecoveryScene();
        var done = await scene.RecoverAsync(await scene.PlanAsync());
        Assert.Equal(0, done.ExitCode);
        Assert.False((await scene.ReviewAsync()).Stuck);
        Assert.Equal(0, (await scene.Restorer.RunAsync(done.Backups[0].Path, CancellationToken.None)).ExitCode);
        Assert.True((await scene.ReviewAsync()).Stuck);
    }

    [Fact]
    public async Task Preconditions_dry_run_and_missing_objects_answer_as_an_API_server_does()
    {
        using var scene = new RecoveryScene();
        var type = ResourceType.Secrets;
        var meta = (await scene.Client.GetMetadataAsync(type, "gitlab", RecoveryScene.Stuck, CancellationToken.None)).ValueOrDefault!;
        async Task<KubeErrorKind?> Delete(string name, string uid, string version, DryRun dryRun = DryRun.None) =>
            (
                await scene.Client.DeleteAsync(
                    new ObjectAddress(type, "gitlab", name),
                    new Preconditions(uid, version),
                    dryRun,
                    CancellationToken.None
                )
            )
                .Error
                ?.Kind;
        Assert.Equal(KubeErrorKind.Conflict, await Delete(RecoveryScene.Stuck, "other", meta.ResourceVersion));
        Assert.Equal(KubeErrorKind.Conflict, await Delete(RecoveryScene.Stuck, meta.Uid, "1"));
        Assert.Equal(KubeErrorKind.NotFound, await Delete("nothing", "", ""));
        Assert.Null(await Delete(RecoveryScene.Stuck, meta.Uid, meta.ResourceVersion, DryRun.Server));
        Assert.True(await scene.ExistsAsync());
        Assert.Null(await Delete(RecoveryScene.Stuck, meta.Uid, meta.ResourceVersion));
        Assert.False(await scene.ExistsAsync());
        Assert.Equal(
            KubeErrorKind.NotFound,
            (
                await scene.Client.ListAsync(
                    new ResourceType("nothing.example", "v1", "things", "Thing"),
                    null,
                    new ListOptions(),
                    CancellationToken.None
                )
            )
                .Error
                ?.Kind
        );
    }

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("a=2", false)]
    [InlineData("a!=2", true)]
    [InlineData("a in (0,1)", true)]
    [InlineData("a in (2,3)", false)]
    [InlineData("a>0", true)]
    [InlineData("a>1", false)]
    [InlineData("word>1", false)]
    [InlineData("a", true)]
    [InlineData("b", false)]
    [InlineData("a=1,word in (x,y),a>0", true)]
    [InlineData("a=1,b=1", false)]
    public void Selectors_select_as_labels_do(string selector, bool selects) =>
        Assert.Equal(selects, Helmstuck.Demo.DemoQuery.Selects(selector, new JsonObject { ["a"] = "1", ["word"] = "x" }));
}
