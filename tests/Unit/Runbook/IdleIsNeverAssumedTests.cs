using Helmstuck.Health;
using Helmstuck.Helm.Outlook;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary><c>helm-idle</c> does not pass for want of an answer, nor while something is waited for.</summary>
public sealed class IdleIsNeverAssumedTests
{
    private static SignsOfLife Silent =>
        new()
        {
            Record = Facts.Record(2, "pending-upgrade"),
            Now = Facts.Now,
            IdleAfter = TimeSpan.FromMinutes(10),
            ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
            Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([]),
        };

    private static AwaitedObject Awaited(int minutesAgo, string waitedFor = "Helm 4") =>
        new("Certificate/tls", new ObjectNotReady("Ready=False", Facts.Now.AddMinutes(-minutesAgo), waitedFor), null);

    [Fact]
    public void Silent_for_long_passes() => Assert.Equal(CheckState.Pass, HelmIdleCheck.Of(Silent).State);

    [Fact]
    public void A_write_a_moment_ago_says_when_the_silence_is_long_enough()
    {
        var early = Silent with { Writes = [new HelmWrite("Secret/a", "helm", Facts.Now.AddMinutes(-1).AddMilliseconds(300))] };
        var at = HelmIdleCheck.Of(early).PassesAt!.Value;
        Assert.Equal(CheckState.Fail, HelmIdleCheck.Of(early with { Now = at.AddSeconds(-1) }).State);
        Assert.Equal(CheckState.Pass, HelmIdleCheck.Of(early with { Now = at }).State);
        Assert.Null(HelmIdleCheck.Of(Silent).PassesAt);
        // Something else would block then, or might.
        Assert.Null(HelmIdleCheck.Of(early with { Awaited = [Awaited(5)], LongestTimeout = TimeSpan.FromDays(1) }).PassesAt);
        Assert.Null(HelmIdleCheck.Of(early with { ActiveHooks = Loadable.Unreadable<IReadOnlyList<string>>("forbidden") }).PassesAt);
        Assert.Null(HelmIdleCheck.Of(early with { Workloads = Loadable.Loading<IReadOnlyList<WorkloadHealth>>() }).PassesAt);
    }

    [Fact]
    public void Without_the_servers_time() => Assert.Equal(CheckState.Unknown, HelmIdleCheck.Of(Silent with { Now = null }).State);

    [Fact]
    public void Without_any_time_of_a_write()
    {
        var record = Facts.Record(2, "pending-upgrade");
        var timeless = record with { Meta = record.Meta with { StartedAt = null, LastWrittenAt = null } };
        Assert.Equal(CheckState.Unknown, HelmIdleCheck.Of(Silent with { Record = timeless }).State);
    }

    [Fact]
    public void A_program_that_carries_Helm_and_wrote_the_record_a_moment_ago()
    {
        var record = Facts.Record(2, "pending-upgrade");
        var written = record.Meta.Object with { ManagedFields = [new ManagedField("manager", "Update", Facts.Now.AddMinutes(-2), "")] };
        var touched = record with { Meta = record.Meta with { Object = written } };
        var review = Reviewer.Assemble(Facts.Well([touched, Facts.Record(1, "deployed")]));
        Assert.Equal(CheckState.Fail, review.Find(HelmIdleCheck.Id)!.State);
    }

    [Fact]
    public void Unlocks_waits_for_the_namespace()
    {
        var facts = Facts.Well(Facts.History("deployed", "pending-upgrade"));
        var review = Reviewer.Assemble(facts with { Deletion = Loadable.Loading<NamespaceDeletion?>() });
        Assert.True(review.Find(UnlocksCheck.Id)!.Pending);
    }

    [Fact]
    public void Workloads_that_cannot_be_read() =>
        Assert.Equal(
            CheckState.Unknown,
            HelmIdleCheck.Of(Silent with { Workloads = Loadable.Unreadable<IReadOnlyList<WorkloadHealth>>("forbidden") }).State
        );

    [Fact]
    public void An_object_that_became_unready_in_the_operation()
    {
        var check = HelmIdleCheck.Of(Silent with { Awaited = [Awaited(5)] });
        Assert.Equal(CheckState.Fail, check.State);
        Assert.Contains(check.Evidence, line => line.StartsWith("a Helm 4 with --wait may be waiting for", StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_that_Helm_does_not_wait_for()
    {
        var check = HelmIdleCheck.Of(Silent with { Awaited = [Awaited(5, "")] });
        Assert.Equal(CheckState.Warn, check.State);
        Assert.Contains(check.Evidence, line => line.Contains("Helm does not wait for that", StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_that_cannot_be_read() =>
        Assert.Equal(
            CheckState.Unknown,
            HelmIdleCheck.Of(Silent with { Awaited = [new AwaitedObject("Certificate/tls", null, "forbidden")] }).State
        );
}
