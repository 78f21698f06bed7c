using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Tests.Unit.Runbook;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>What a Helm that is alive after all writes, and how that reads.</summary>
public sealed class RecoveryWatchTests
{
    private static readonly Review Reviewed = Facts.Review("deployed", "pending-upgrade");

    private static readonly RecordMeta Stuck = Reviewed.History[0].Meta,
        Base = Reviewed.History[1].Meta;

    private static RecordMeta Written(RecordMeta meta, string status, string resourceVersion = "900") =>
        meta with
        {
            LabelStatus = status,
            ResourceVersion = resourceVersion,
        };

    private static IReadOnlyList<string> AfterDelete(params RecordMeta[] now) =>
        RecoveryWatch.Of(Planner.For(Reviewed, Remedy.Delete)!, [Base], now);

    [Fact]
    public void Nothing_is_said_while_nothing_is_written()
    {
        Assert.Empty(AfterDelete(Base));
        // A cache that lags behind: the deleted record is still there, and the other one older than it was read.
        Assert.Empty(AfterDelete(Stuck, Base with { ResourceVersion = "1" }));
        Assert.Empty(
            RecoveryWatch.Of(Planner.For(Reviewed, Remedy.MarkFailed)!, [Written(Stuck, "failed"), Base], [Written(Stuck, "failed"), Base])
        );
    }

    [Fact]
    public void Base_superseded_after_the_delete_is_a_live_Helm_and_says_what_to_do()
    {
        var said = AfterDelete(Written(Base, "superseded"));
        Assert.Equal(2, said.Count);
        Assert.Contains("Helm is still running", said[0], StringComparison.Ordinal);
        Assert.Contains($"{Base.ObjectName}, which is now superseded (it was deployed)", said[0], StringComparison.Ordinal);
        Assert.Contains("no revision is deployed now", said[1], StringComparison.Ordinal);
        Assert.Contains("Restore the record, then mark it failed", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_that_was_made_anew_is_only_told()
    {
        var again = Stuck with { Uid = "another", LabelStatus = "deployed", ResourceVersion = "950" };
        Assert.Equal(["Helm has since created revision 2, which is deployed."], AfterDelete(again, Written(Base, "superseded")));
    }

    [Fact]
    public void A_mark_that_is_written_over_is_told()
    {
        var marked = Written(Stuck, "failed", "800");
        var said = RecoveryWatch.Of(
            Planner.For(Reviewed, Remedy.MarkFailed)!,
            [marked, Base],
            [Written(Stuck, "deployed"), Written(Base, "superseded")]
        );
        Assert.Equal(["Helm was still running: it has overwritten the mark, and revision 2 is now deployed."], said);
    }
}
