using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>What no condition can prove to be a pipeline's own.</summary>
public sealed class OwnOperationTests
{
    private static readonly OwnCondition[] Given = [new OwnCondition.Label("pipeline", "123")];

    [Fact]
    public void One_pending_upgrade_is_for_the_conditions() => Assert.Empty(Obstacles(Facts.Review("deployed", "pending-upgrade")));

    [Fact]
    public void Stacked_records_are_for_a_person() =>
        Assert.Equal(["2 pending records are stacked (3,2)"], Obstacles(Facts.Review("deployed", "pending-upgrade", "pending-upgrade")));

    [Fact]
    public void A_restored_record_is_for_a_person()
    {
        var history = Facts.History("deployed", "pending-upgrade");
        ManagedField[] byKubectl = [new("kubectl-create", "Update", Facts.Now, "")];
        var restored = history[0] with
        {
            Meta = history[0].Meta with { Object = history[0].Meta.Object with { ManagedFields = byKubectl } },
        };
        var review = Reviewer.Assemble(Facts.Well([restored, .. history.Skip(1)]));
        Assert.Equal([$"{restored.Meta.ObjectName} was deleted and restored, not written by a deploy"], Obstacles(review));
    }

    [Fact]
    public void A_rollback_is_for_a_person() =>
        Assert.Equal(
            ["revision 2 is pending-rollback: only an install or upgrade can be a pipeline's own"],
            Obstacles(Facts.Review("deployed", "pending-rollback"))
        );

    [Fact]
    public void Without_conditions_nothing_is_proven() =>
        Assert.Equal(
            ["without --mine-if nothing proves that the stuck operation is this pipeline's own"],
            OwnOperation.Obstacles(Planner.For(Facts.Review("deployed", "pending-upgrade"), Remedy.Delete)!, [])
        );

    private static IReadOnlyList<string> Obstacles(Review review) => OwnOperation.Obstacles(Planner.For(review, Remedy.Delete)!, Given);
}
