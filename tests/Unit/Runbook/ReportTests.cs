using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Terminal;
using Helmstuck.Tests.Unit.Tui;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>The report as it is pasted into an issue, and as a terminal of 80 columns shows it.</summary>
public sealed class ReportTests
{
    private static readonly JournaledAction Deleted = new()
    {
        Kind = JournaledActionKind.Delete,
        At = new DateTimeOffset(2026, 11, 22, 3, 2, 11, TimeSpan.Zero),
        User = "sre@example.com",
        Record = "sh.helm.release.v1.gitlab-cny.v1234",
        Uid = "0c5e1f6e-7a1c-4a5e-9c0f-1234567890ab",
        Backup = Fixtures.BackupPath("sh.helm.release.v1.gitlab-cny.v1234"),
        Checks =
        [
            (RecordCheck.Id, "pass"),
            (HelmIdleCheck.Id, "pass"),
            (CiJobsCheck.Id, "unknown"),
            (OwnerCheck.Id, "pass"),
            (WorkloadsCheck.Id, "fail"),
            (PermissionsCheck.Id, "pass"),
            (UnlocksCheck.Id, "pass"),
        ],
        Evidence = new Dictionary<string, IReadOnlyList<string>>
        {
            [RecordCheck.Id] = ["revision 1234 is the newest record and pending-upgrade"],
            [CiJobsCheck.Id] = ["no CI source is configured for this context: check CI yourself, then attest"],
            [WorkloadsCheck.Id] = ["1 of 4 workloads is not reconciled", "Deployment/gitlab-web: 2 of 3 available"],
        },
        Lines =
        [
            "secret \"sh.helm.release.v1.gitlab-cny.v1234\" deleted",
            $"to restore it: kubectl helmstuck restore {Fixtures.BackupPath("sh.helm.release.v1.gitlab-cny.v1234")}",
        ],
        Overrides = [new Override(WorkloadsCheck.Id, "fix forward for INC-42")],
        Attested = ["ci-jobs"],
        Result = "done",
        Applied = true,
    };

    [Fact]
    public void All_green() => Verify(Fixtures.Healthy(), ActionHistory.None);

    [Fact]
    public void Blocked_by_a_broken_workload() => Verify(Fixtures.Blocked(), ActionHistory.None);

    [Fact]
    public void Stacked() => Verify(Fixtures.Stacked(), ActionHistory.None);

    [Fact]
    public void Uninstalling() => Verify(Fixtures.Uninstalling(), ActionHistory.None);

    [Fact]
    public void After_a_delete_with_what_was_overridden_and_attested() =>
        Verify(
            Fixtures.AfterDelete(),
            new ActionHistory(
                [Deleted with { Result = "", Applied = null, Lines = [] }, Deleted],
                ["line 3 of /home/sre/.local/state/helmstuck/journal.jsonl is not a journal entry"]
            )
        );

    [Fact]
    public void Of_a_release_that_is_gone() =>
        Verify(Fixtures.Healthy() with { Record = null, History = [], Checks = [] }, new ActionHistory([Deleted], []));

    private static void Verify(Review review, ActionHistory done, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        var markdown = Report.Markdown(review, done, new ReportOrigin("0.1.0", "sre@example.com", "11111111-2222-3333-4444-555555555555"));
        Snapshot.Verify(markdown, method: method);
        Snapshot.Verify(string.Join('\n', markdown.Split('\n').SelectMany(line => Folded(line, 80))), "80", method: method);
    }

    /// <summary>A terminal goes on in the next row where a line is too long.</summary>
    private static IEnumerable<string> Folded(string line, int width)
    {
        do
        {
            var fits = TextWidth.Fit(line, width);
            yield return line[..fits];
            line = line[fits..];
        } while (line.Length > 0);
    }
}
