using Helmstuck.Config;
using Helmstuck.Health;
using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

public sealed class ReviewerTests
{
    [Fact]
    public void A_review_of_nothing_yet_waits_for_every_check_in_the_runbooks_order()
    {
        var review = Reviewer.Assemble(
            new ReviewFacts
            {
                Context = "c",
                Server = "s",
                Namespace = "n",
                Release = "web",
                IdleAfter = new HelmSettings().IdleAfter,
            }
        );
        Assert.Equal(
            ["record", "helm-idle", "ci-jobs", "owner", "workloads", "permissions", "unlocks"],
            review.Checks.Select(check => check.Id)
        );
        Assert.All(review.Checks, check => Assert.True(check is { Pending: true, State: CheckState.Unknown }));
        Assert.Null(review.ReadAt);
        Assert.NotEmpty(review.Loading);
    }

    [Fact]
    public void A_stuck_release_that_is_well_is_to_be_deleted()
    {
        var review = Facts.Review("superseded", "deployed", "pending-upgrade");
        Assert.True(review.Stuck);
        Assert.All(review.Checks, check => Assert.Equal(CheckState.Pass, check.State));
        Assert.Equal(RecommendedAction.Delete, review.Recommendation!.Action);
        Assert.Equal(Facts.Now, review.ReadAt);
        Assert.True(Gate.Decide(review.Checks, Consent.None).Open);
    }

    [Fact]
    public void Unreadable_records_are_one_unknown_check_and_a_problem()
    {
        var review = Reviewer.Assemble(Facts.Well([]) with { Records = Loadable.Unreadable<IReadOnlyList<ReleaseRecord>>("forbidden") });
        Assert.Equal(("record", CheckState.Unknown), (Assert.Single(review.Checks).Id, review.Checks[0].State));
        Assert.Equal(["forbidden"], review.Problems);
        Assert.False(Gate.Decide(review.Checks, new Consent { BlanketReason = "x", Attested = ["ci-jobs"] }).Open);
    }

    public static TheoryData<string, string[]> Advice =>
        new()
        {
            { "none", ["deployed"] },
            { "none", ["deployed", "failed"] },
            { "delete", ["deployed", "pending-upgrade"] },
            { "delete", ["deployed", "pending-rollback"] },
            { "mark-failed", ["pending-install"] },
            { "uninstall-again", ["deployed", "uninstalling"] },
        };

    [Theory]
    [MemberData(nameof(Advice))]
    public void Advice_follows_the_records(string action, string[] statuses) =>
        Assert.Equal(action, ReviewText.Of(Facts.Review(statuses).Recommendation!.Action));

    [Fact]
    public void Advice_follows_the_checks_in_the_order_of_what_must_not_happen()
    {
        var facts = Facts.Well(Facts.History("deployed", "pending-upgrade"));
        var broken = facts with
        {
            Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([Facts.Workload("web", WorkloadVerdict.Stalled)]),
        };
        var busy = broken with { CiJobs = Facts.Source(SourceState.Running, "job 7 runs") };
        var owned = busy with { Owner = new Loadable<OwnerFact?>.Known(new OwnerFact(OwnerKind.Flux, "flux-system/web", [], [], true)) };
        Assert.Equal(RecommendedAction.Investigate, Reviewer.Assemble(broken).Recommendation!.Action);
        Assert.Equal(RecommendedAction.Wait, Reviewer.Assemble(busy).Recommendation!.Action);
        Assert.Equal(RecommendedAction.LeaveToOwner, Reviewer.Assemble(owned).Recommendation!.Action);
    }

    [Fact]
    public void Broken_by_the_stuck_revision_says_that_a_fix_needs_Helm_unlocked()
    {
        var web = Facts.Workload("web", WorkloadVerdict.Stalled) with { BrokenByStuckRevision = true };
        var review = Reviewer.Assemble(
            Facts.Well(Facts.History("deployed", "pending-upgrade")) with
            {
                Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([web]),
            }
        );
        Assert.Contains(
            review.Recommendation!.Reasons,
            reason => reason.Contains("to roll a fix forward Helm must be unlocked", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_names_all_stacked_records_newest_first_and_a_marking_only_the_newest()
    {
        var review = Facts.Review("deployed", "pending-upgrade", "pending-rollback");
        var plan = Planner.For(review, Remedy.Delete)!;
        Assert.Equal([3, 2], plan.Records.Select(record => record.Revision));
        Assert.Equal("3,2", plan.Confirmation);
        Assert.Contains("will start from 1", plan.Next, StringComparison.Ordinal);
        Assert.Equal("3", Planner.For(review, Remedy.MarkFailed)!.Confirmation);
        Assert.Null(Planner.For(Facts.Review("deployed"), Remedy.Delete));
        Assert.Null(Planner.For(Reviewer.Assemble(Facts.Well([])), Remedy.Delete));
    }

    [Fact]
    public void Plan_takes_a_newest_record_that_cannot_be_decoded()
    {
        var review = Reviewer.Assemble(Facts.Well([Facts.Corrupt(2, "pending-upgrade"), Facts.Record(1, "deployed")]));
        Assert.Equal("2", Planner.For(review, Remedy.Delete)!.Confirmation);
        Assert.Equal(RecommendedAction.Delete, review.Recommendation!.Action);
    }

    [Fact]
    public void Nothing_is_advised_to_be_deleted_that_would_not_unlock_Helm()
    {
        // Both ways out are refused: the record below it cannot be upgraded from, and this one cannot be marked.
        var review = Reviewer.Assemble(Facts.Well([Facts.Corrupt(2, "pending-upgrade"), Facts.Record(1, "unknown")]));
        Assert.Equal(CheckState.Fail, review.Find(UnlocksCheck.Id)!.State);
        Assert.Equal(RecommendedAction.Investigate, review.Recommendation!.Action);
    }
}
