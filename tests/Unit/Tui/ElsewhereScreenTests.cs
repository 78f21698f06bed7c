using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Tests.Unit.Runbook;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What the screen says of a record that lies in another namespace than its payload names.</summary>
public sealed class ElsewhereScreenTests
{
    private static Review Review(string status)
    {
        var history = Facts.History("deployed", status).Select(record => record with { Meta = record.Meta with { Namespace = "ops" } });
        return Reviewer.Assemble(Facts.Well([.. history]) with { Namespace = "ops" });
    }

    [Theory]
    [InlineData("health")]
    [InlineData("outlook")]
    public void Record_in_ops_deploys_into_shop(string tab)
    {
        var screen = Fixtures.Screen(Review(ReleaseStatus.PendingUpgrade)) with { Tab = tab, Width = 120, Height = 40 };
        Snapshot.Verify(View.Draw(screen, 120, 40).ToText(), $"{tab}_120x40");
    }

    [Fact]
    public void Each_helm_command_has_the_namespace_of_the_record()
    {
        var review = Review(ReleaseStatus.Uninstalling);
        Assert.Equal(
            "helm uninstall web -n ops did not finish: run it again, and Helm deletes what is left",
            review.Recommendation!.Reasons[0]
        );
        Assert.Contains(
            review.Outlook!.Notes,
            note => note.Text.Contains("Run `helm uninstall web -n ops` again", StringComparison.Ordinal)
        );
        Assert.Contains("record in ops, deploys into shop", review.Find(RecordCheck.Id)!.Evidence);
    }
}
