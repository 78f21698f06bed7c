using Helmstuck.Config;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Survey;

/// <summary>What the deleted revision changed stays visible until the release moves on.</summary>
public sealed class DeletedRecordTests : IDisposable
{
    private readonly RecoveryScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public async Task The_changes_of_the_deleted_revision_are_those_of_the_stuck_one()
    {
        var before = await scene.ReviewAsync();
        await scene.RecoverAsync(await scene.PlanAsync());
        var after = await AgainAsync();
        Assert.False(after.Stuck);
        Assert.Equal(1234, after.Deleted!.Revision);
        Assert.NotEmpty(after.Changes!);
        Assert.Equal(before.Changes!.Select(Shown), after.Changes!.Select(Shown));
        Assert.EndsWith("; Helm thinks 1233.", Planner.ClusterRuns(after), StringComparison.Ordinal);
        Assert.Empty(after.Loading);
    }

    [Fact]
    public async Task A_machine_that_deleted_nothing_compares_nothing()
    {
        await scene.RecoverAsync(await scene.PlanAsync());
        var elsewhere = await scene.ReviewAsync();
        Assert.Null(elsewhere.Deleted);
        Assert.Empty(elsewhere.Changes!);
    }

    [Fact]
    public async Task A_restored_record_is_not_deleted()
    {
        var plan = await scene.PlanAsync();
        await scene.RecoverAsync(plan);
        await scene.Restorer.RunAsync(scene.Backups.Single(), CancellationToken.None);
        Assert.Null(new DeletedRecords(scene.State).Newest(plan.Review.Server, "gitlab", "gitlab-cny"));
        Assert.Null((await AgainAsync()).Deleted);
    }

    [Fact]
    public async Task A_newer_record_ends_it()
    {
        await scene.RecoverAsync(await scene.PlanAsync());
        await scene.SeedAsync(new SeedRecord("gitlab", "gitlab-cny", 1234, "deployed"));
        Assert.Null((await AgainAsync()).Deleted);
    }

    [Fact]
    public async Task A_release_that_was_installed_again_ends_it()
    {
        await scene.RecoverAsync(await scene.PlanAsync());
        foreach (var record in (await scene.ReviewAsync()).History)
            await scene.Api.ActAsync(HttpMethod.Delete, $"{RecoveryScene.Secrets}/{record.Meta.ObjectName}");
        scene.Clock.Now = scene.Clock.Now.AddHours(3);
        await scene.SeedAsync(new SeedRecord("gitlab", "gitlab-cny", 1, "deployed"));
        var again = await AgainAsync();
        Assert.Equal(1, again.Record!.Revision);
        Assert.Null(again.Deleted);
    }

    [Fact]
    public async Task Without_its_backup_nothing_is_compared()
    {
        await scene.RecoverAsync(await scene.PlanAsync());
        var backup = scene.Backups.Single();
        File.Delete(backup);
        var after = await AgainAsync();
        Assert.Null(after.Deleted);
        Assert.Empty(after.Changes!);
        // A description without its object is no state that the program leaves.
        File.Delete(StateFolder.MetaPath(backup));
    }

    private static (ObjectKey, ChangeKind, LiveMatch) Shown(ManifestChange change) => (change.Object, change.Change, change.Live);

    private async Task<Review> AgainAsync()
    {
        var options = Composition.Options(new Settings(), StorageDriver.Secret) with
        {
            Deleted = (ns, release) => new DeletedRecords(scene.State).Newest(scene.Client.Target.ServerHost, ns, release),
        };
        return await new Surveyor(scene.Client, options, scene.Clock).ReviewAsync(
            "gitlab",
            "gitlab-cny",
            new ReviewOptions(),
            static _ => { },
            CancellationToken.None
        );
    }
}
