using System.Text.RegularExpressions;
using Helmstuck.Recovery;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>Somebody else acted after the review: exit 5 says who or what, and when, as far as that can be known.</summary>
public sealed class TwoPeopleTests(SharedControlPlane shared)
{
    private const string Clock = @"\d\d:\d\d:\d\dZ";
    private const string Record = "sh.helm.release.v1.web.v2";

    private static readonly Consent Known = new() { BlanketReason = "the test took Helm for dead" };

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync(bool seeded = true)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("people");
        if (seeded)
            await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        return (plane, space);
    }

    private static async Task<ClusterUser> UserAsync(ControlPlane plane, string space, string name)
    {
        var user = plane.AddTokenUser($"{name}-{space}");
        await plane.GrantAsync(
            user,
            space,
            new Allow(["secrets"], ["get", "list", "delete", "create", "update", "patch"]),
            new Allow(["events"], ["list", "create"]),
            Allow.Read("pods", "apps/deployments", "apps/replicasets", "batch/jobs", "autoscaling/horizontalpodautoscalers")
        );
        return user;
    }

    /// <summary>Alice reviews, then somebody else acts, then Alice confirms; the first line that she is told.</summary>
    private static async Task<string> ToldAsync(ControlPlane plane, string space, Func<Task> other, StateFolder? state = null)
    {
        using var alice = new ClusterCli(plane, await UserAsync(plane, space, "alice"), space, state: state);
        var plan = await alice.PlanAsync("web");
        await other();
        var outcome = await alice.Recoverer.RunAsync(new RecoveryRequest(plan, Known), static _ => { }, CancellationToken.None);
        Assert.Equal(5, outcome.ExitCode);
        Assert.Equal("nothing was changed; review the release again", outcome.Lines[1]);
        return outcome.Lines[0];
    }

    [Fact]
    public async Task Record_that_another_person_deleted_with_kubectl_has_no_known_deleter()
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        var told = await ToldAsync(
            plane,
            space,
            async () => (await plane.RunAsync("kubectl", bob, ["delete", "secret", Record, "-n", space])).MustSucceed()
        );
        Assert.Equal($"secret \"{Record}\" was already deleted by another client; it is not known who deleted it", told);
    }

    [Theory]
    [InlineData(false, "Event")]
    [InlineData(true, "journal of this machine")]
    public async Task Record_that_another_person_deleted_with_this_program_names_them(bool sameMachine, string source)
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        using var theirs = new ClusterCli(plane, bob, space, writeEvent: !sameMachine);
        var told = await ToldAsync(
            plane,
            space,
            async () => Assert.Equal(0, (await theirs.UnstickAsync("web", "2")).ExitCode),
            sameMachine ? theirs.State : null
        );
        Assert.Matches(
            $"^secret \"{Record}\" was already deleted by another client; deleted by {bob.Name}.* with kubectl helmstuck at {Clock} "
                + $@"\({source}\)$",
            told
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Record_that_another_person_marked_names_them_or_says_that_they_are_not_known(bool writesEvent)
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        using var theirs = new ClusterCli(plane, bob, space, writeEvent: writesEvent);
        var told = await ToldAsync(
            plane,
            space,
            async () => Assert.Equal(0, (await theirs.UnstickAsync("web", "2", "--mark-failed")).ExitCode)
        );
        var who = writesEvent
            ? $@": marked failed by {bob.Name}.* with kubectl helmstuck at {Clock} \(Event\)"
            : @" \(which user is not known\)";
        Assert.Matches(
            $"^{Record} is now failed; it was pending-upgrade at the review; written by kubectl-helmstuck at {Clock}{who}$",
            told
        );
    }

    [Fact]
    public async Task Label_that_another_person_edited_names_kubectl_and_the_time()
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        var told = await ToldAsync(
            plane,
            space,
            async () => (await plane.RunAsync("kubectl", bob, ["label", "secret", Record, "note=mine", "-n", space])).MustSucceed()
        );
        Assert.Matches($@"^{Record} was written after the review by kubectl-label at {Clock} \(which user is not known\) \(resource", told);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Helm_that_finished_is_named(int helm)
    {
        var (plane, space) = await SpaceAsync(seeded: false);
        var (_, upgrade) = await plane.StartUpgradeAsync(helm, space, "web");
        await using var running = upgrade;
        var told = await ToldAsync(
            plane,
            space,
            async () =>
            {
                await using var ready = plane.KeepPodsReady(space);
                (await upgrade.FinishAsync()).MustSucceed();
            }
        );
        Assert.Matches($@"^{Record} is now deployed; it was pending-upgrade at the review; written by \S+ at {Clock}", told);
        Assert.Contains("helm", Regex.Match(told, @"written by (\S+)").Groups[1].Value, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Deploy_that_took_the_same_number_is_named(int helm)
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        using var theirs = new ClusterCli(plane, bob, space, writeEvent: true);
        var told = await ToldAsync(
            plane,
            space,
            async () =>
            {
                Assert.Equal(0, (await theirs.UnstickAsync("web", "2")).ExitCode);
                (await plane.Helm(helm, "upgrade", "web", TestChart.Small.Write(plane.Folder), "-n", space)).MustSucceed();
            }
        );
        Assert.Matches(
            $@"^{Record} was deleted and created again after the review \(uid \S+, reviewed \S+\), created by \S+ at {Clock}; deleted by "
                + $@"{bob.Name}.* with kubectl helmstuck at {Clock} \(Event\)$",
            told
        );
        Assert.Contains("helm", Regex.Match(told, @"created by (\S+)").Groups[1].Value, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Newer_revision_is_named_with_its_creator()
    {
        var (plane, space) = await SpaceAsync();
        var told = await ToldAsync(plane, space, () => plane.SeedAsync(new SeedRecord(space, "web", 3, "pending-rollback")));
        Assert.Matches(
            $@"^revision 3 \(pending-rollback\) is now the newest: Helm has run since the review; it was created by \S+ at {Clock}$",
            told
        );
    }

    [Fact]
    public async Task Command_that_names_a_revision_which_is_gone_or_old_says_the_same()
    {
        var (plane, space) = await SpaceAsync();
        var bob = await UserAsync(plane, space, "bob");
        using var theirs = new ClusterCli(plane, bob, space, writeEvent: true);
        using var alice = new ClusterCli(plane, await UserAsync(plane, space, "alice"), space);
        var old = await alice.UnstickAsync("web", "1");
        Assert.Equal(5, old.ExitCode);
        Assert.Matches($@"not 1; it was created by \S+ at {Clock}; nothing was changed\n$", old.Error);
        Assert.Equal(0, (await theirs.UnstickAsync("web", "2")).ExitCode);
        var gone = await alice.UnstickAsync("web", "2");
        Assert.Equal(5, gone.ExitCode);
        Assert.Matches($@"; deleted by {bob.Name}.* with kubectl helmstuck at {Clock} \(Event\); nothing was changed\n$", gone.Error);
    }
}
