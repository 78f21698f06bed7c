using System.Runtime.CompilerServices;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

public sealed class CheckListTests
{
    private const string Begin = "<!-- checks -->\n",
        End = "<!-- /checks -->";

    [Fact]
    public void The_table_of_the_documentation_is_made_from_the_list()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "checks.md"));
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;

        Assert.Equal(CheckList.Markdown(), page[start..page.IndexOf(End, StringComparison.Ordinal)]);
    }

    /// <summary>Scripts, settings and the journal depend on these names and on their order.</summary>
    [Fact]
    public void Ids_are_the_documented_ones_in_the_runbooks_order() =>
        Assert.Equal(
            ["record", "helm-idle", "ci-jobs", "owner", "workloads", "permissions", "unlocks"],
            CheckList.All.Select(check => check.Id)
        );

    [Fact]
    public void A_reason_lifts_only_four_of_them() =>
        Assert.Equal(["helm-idle", "ci-jobs", "owner", "workloads"], CheckList.Overridable.Select(check => check.Id));

    [Fact]
    public void Only_ci_jobs_can_be_attested() => Assert.Equal(["ci-jobs"], CheckList.Attestable.Select(check => check.Id));

    [Fact]
    public void Every_check_answers_a_review_of_its_release() =>
        Assert.Equal(CheckList.All.Select(check => check.Id), Facts.Review("deployed", "pending-upgrade").Checks.Select(check => check.Id));

    [Fact]
    public void A_release_without_a_record_is_asked_only_what_needs_none() =>
        Assert.Equal(
            CheckList.All.Where(check => check.NeedsNoRecord).Select(check => check.Id),
            Reviewer.Assemble(Facts.Well([])).Checks.Select(check => check.Id)
        );

    private static string Here([CallerFilePath] string path = "") => path;
}
