using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Helm.Outlook;

public sealed class ForecasterTests
{
    private const string Web = "web";

    [Fact]
    public void The_runbooks_case_reads_as_the_runbook_needs_it()
    {
        var records = new SeededHistory("1 superseded", "2 deployed", "3 pending-upgrade").Records(Web);
        var outlook = Forecaster.Outlook(Web, records, 3);
        Assert.Equal(
            "Helm thinks web is at revision 3 (chart demo-1.0.0, pending-upgrade). The next upgrade will be refused: another operation "
                + "(install/upgrade/rollback) is in progress.",
            OutlookText.Now(Web, outlook.Now)
        );
        Assert.Equal(
            "Helm will think web is at revision 2 (chart demo-1.0.0, deployed). The next upgrade will be accepted, will be revision 3 "
                + "again, and will start from 2.",
            OutlookText.Sentence(Web, outlook.AfterDelete, 3)
        );
        Assert.Equal(
            "Helm will think web is at revision 3 (chart demo-1.0.0, failed). The next upgrade will be accepted, will be revision 4, and "
                + "will start from 2.",
            OutlookText.Sentence(Web, outlook.AfterMarkFailed, 3)
        );
        Assert.Equal([3], outlook.ToDelete);
        Assert.Null(outlook.AfterDeleteAll);
        Assert.Contains(
            outlook.Notes,
            note => note.Id == "number-reuse" && note.Text == "After the delete the next revision is 3 again; marking 3 failed makes it 4."
        );
    }

    [Fact]
    public void Stacked_records_go_newest_first()
    {
        var outlook = Forecaster.Outlook(Web, new SeededHistory("7 deployed", "8 pending-upgrade", "9 pending-rollback").Records(Web), 9);
        Assert.Equal([9, 8], outlook.ToDelete);
        Assert.True(outlook.AfterDelete.Stuck);
        Assert.False(outlook.AfterDeleteAll!.Stuck);
        Assert.Equal(8, outlook.AfterDeleteAll.Upgrade.NewRevision);
        Assert.Contains(outlook.Notes, note => note.Id == "stacked" && note.Text.Contains("9, 8", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lone-install", "1 pending-install")]
    [InlineData("uninstalling", "1 superseded", "2 uninstalling")]
    [InlineData("pending-rollback", "1 superseded", "2 deployed", "3 pending-rollback")]
    [InlineData("two-deployed", "1 deployed", "2 deployed", "3 pending-upgrade")]
    [InlineData("none-deployed", "1 superseded", "2 pending-upgrade")]
    [InlineData("orphans", "1 superseded plain", "2 pending-upgrade manifest")]
    [InlineData("gaps", "1 superseded", "3 deployed", "4 pending-upgrade")]
    [InlineData(
        "pruning",
        "1 superseded",
        "2 superseded",
        "3 superseded",
        "4 superseded",
        "5 superseded",
        "6 superseded",
        "7 superseded",
        "8 superseded",
        "9 superseded",
        "10 deployed",
        "11 pending-upgrade"
    )]
    [InlineData("label-disagrees", "1 deployed", "2 failed/pending-upgrade")]
    [InlineData("corrupt-newest", "1 deployed", "2 pending-upgrade", "3 pending-upgrade corrupt=gzip")]
    [InlineData("corrupt", "1 superseded corrupt=gzip", "2 deployed", "3 pending-upgrade")]
    [InlineData("owner-missing", "1 deployed", "2 pending-upgrade !owner", "3 pending-upgrade")]
    [InlineData("name-taken", "1 deployed", "2 pending-upgrade corrupt=json", "3 pending-upgrade")]
    [InlineData("version-disagrees", "1 deployed", "2:5 pending-upgrade")]
    [InlineData("apply-method-flip", "1 deployed ssa", "2 pending-upgrade")]
    [InlineData("install-order", "9 uninstalled", "10 deployed", "11 pending-upgrade")]
    public void What_is_noteworthy_is_noted(string id, params string[] lines)
    {
        var records = new SeededHistory(lines).Records(Web);
        var stuck = new RecordStore(Web, records).Last!;
        Assert.Contains(Forecaster.Outlook(Web, records, stuck.Revision).Notes, note => note.Id == id && note.Text.EndsWith('.'));
    }

    [Fact]
    public void A_plain_case_has_no_alarming_notes()
    {
        var notes = Forecaster
            .Outlook(Web, new SeededHistory("1 superseded", "2 deployed", "3 pending-upgrade").Records(Web), 3)
            .Notes.Select(note => note.Id);
        Assert.Equal(["number-reuse"], notes);
    }

    [Fact]
    public void Everything_was_applied_only_if_the_base_was_superseded_after_the_upgrade_began()
    {
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.True(
            Forecaster.EverythingApplied(Web, Timed(began, began.AddMinutes(4), "1 superseded", "2 superseded", "3 pending-upgrade"))
        );
        Assert.False(
            Forecaster.EverythingApplied(Web, Timed(began, began.AddMinutes(-4), "1 superseded", "2 superseded", "3 pending-upgrade"))
        );
        Assert.False(Forecaster.EverythingApplied(Web, Timed(began, null, "1 superseded", "2 superseded", "3 pending-upgrade")));
        Assert.False(
            Forecaster.EverythingApplied(Web, Timed(began, began.AddMinutes(4), "1 superseded", "2 deployed", "3 pending-upgrade"))
        );
        Assert.False(
            Forecaster.EverythingApplied(Web, Timed(began, began.AddMinutes(4), "1 superseded", "2 superseded", "3 pending-rollback"))
        );
        Assert.False(Forecaster.EverythingApplied(Web, Timed(began, began.AddMinutes(4), "3 pending-upgrade")));
        Assert.False(Forecaster.EverythingApplied(Web, []));
    }

    [Fact]
    public void Words_fit_every_end()
    {
        Assert.Equal(
            "Helm will find no release web. The next upgrade will be refused: \"web\" has no deployed releases. `helm upgrade "
                + "--install` will install it as revision 1 again.",
            OutlookText.Sentence(Web, Forecaster.Of(Web, []), 1)
        );
        Assert.Equal(
            "Helm will find records of web, but can decode none of them. The next upgrade will be refused: no revision for release "
                + "\"web\".",
            OutlookText.Sentence(Web, Forecaster.Of(Web, new SeededHistory("1 deployed corrupt=gzip").Records(Web)))
        );
        Assert.Contains(
            "But `helm upgrade --install` will be refused: Helm 3: cannot re-use",
            OutlookText.Sentence(Web, Forecaster.Of(Web, new SeededHistory("9 uninstalled", "10 deployed").Records(Web))),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "`helm upgrade --install` will install it as revision 3.",
            OutlookText.Sentence(Web, Forecaster.Of(Web, new SeededHistory("2 uninstalled").Records(Web))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Metadata_alone_gives_the_forecast_that_agreeing_payloads_give()
    {
        var random = new Random(6);
        for (var i = 0; i < 500; i++)
        {
            var lines = Enumerable
                .Range(1, random.Next(1, 13))
                .Where(_ => random.Next(5) > 0)
                .Select(n => $"{n} {RandomHistories.Status(random)}")
                .ToArray();
            var records = new SeededHistory(lines).Records(Web);
            var unread = records.Select(record => record with { Payload = RecordPayload.NotRead.Instance }).ToList();
            var (read, assumed) = (Forecaster.Of(Web, records), Forecaster.Of(Web, unread));
            Assert.Equal(read with { Last = read.Last is { } last ? last with { Chart = "", AppVersion = "" } : null }, assumed);
        }
    }

    [Fact]
    public void A_forecast_is_stuck_exactly_when_the_last_status_is_one_of_the_four()
    {
        string[] stuck = ["pending-install", "pending-upgrade", "pending-rollback", "uninstalling"];
        var random = new Random(7);
        for (var i = 0; i < 1500; i++)
        {
            var history = RandomHistories.Next(random);
            var records = history.Records(Web);
            var last = records
                .Where(record => record.Meta.IsSeenByHelm(Web) && record.Release is not null)
                .OrderBy(record => record.Release!.Version)
                .ThenBy(record => record.Meta.ObjectName, StringComparer.Ordinal)
                .LastOrDefault();
            foreach (var forecast in new[] { Forecaster.Of(Web, records), Forecaster.Of(Web, [.. records.Reverse()]) })
            {
                Assert.Equal(last?.Release!.Version, forecast.Last?.Revision);
                Assert.Equal(last is not null && stuck.Contains(last.Release!.Status), forecast.Stuck);
            }
        }
    }

    [Fact]
    public void Every_outlook_can_be_told_and_unlocks_what_it_says()
    {
        var random = new Random(8);
        for (var i = 0; i < 1000; i++)
        {
            var records = RandomHistories.Next(random).Records(Web);
            if (new RecordStore(Web, records).Last is not { } last)
                continue;
            var outlook = Forecaster.Outlook(Web, records, last.Revision);
            Assert.NotEmpty(OutlookText.Now(Web, outlook.Now));
            Assert.NotEmpty(OutlookText.Sentence(Web, outlook.AfterDelete, last.Revision));
            Assert.NotEmpty(OutlookText.Sentence(Web, outlook.AfterMarkFailed, last.Revision));
            Assert.Equal(outlook.Now.Stuck ? [last.Revision] : [], outlook.ToDelete.Take(1));
            Assert.Equal(outlook.ToDelete.OrderDescending(), outlook.ToDelete);
            Assert.All(outlook.Notes, note => Assert.Matches("^[a-z-]+$", note.Id));
            Assert.All(
                Verdicts(outlook.Now),
                verdict =>
                    Assert.True(
                        verdict.Outcome == VerdictOutcome.Refused
                            ? verdict is { Error: not null, NewRevision: null, Base: null }
                            : verdict.Error is null
                    )
            );
        }
    }

    internal static IEnumerable<Verdict> Verdicts(Forecast forecast) =>
        [forecast.Upgrade, forecast.UpgradeInstall, forecast.Install, forecast.InstallReplace, forecast.Rollback, forecast.Uninstall];

    [Theory]
    [InlineData("41", "40", "Helm", true)]
    [InlineData("100", "99", "Helm", true)]
    [InlineData("40", "41", "Helm", false)]
    [InlineData("99", "100", "Helm", false)]
    [InlineData("41", "40", "kubectl-label", false)]
    [InlineData("41", "40", null, false)]
    [InlineData("x", "40", "Helm", false)]
    public void Without_a_new_time_the_version_tells_which_record_was_written_last(string below, string stuck, string? writer, bool applied)
    {
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var records = Timed(began, began.AddMinutes(-4), "1 superseded", "2 superseded", "3 pending-upgrade")
            .Select(record =>
                record with
                {
                    Meta = record.Meta with
                    {
                        ResourceVersion = record.Meta.Revision switch
                        {
                            2 => below,
                            3 => stuck,
                            _ => "1",
                        },
                        Object = new ObjectMeta { ManagedFields = writer is null ? [] : [new ManagedField(writer, "Update", began, "")] },
                    },
                }
            )
            .ToList();
        Assert.Equal(applied, Forecaster.EverythingApplied(Web, records));
    }

    private static List<ReleaseRecord> Timed(DateTimeOffset began, DateTimeOffset? written, params string[] lines) =>
        [
            .. new SeededHistory(lines)
                .Records(Web)
                .Select(record =>
                    record with
                    {
                        Meta = record.Meta with
                        {
                            StartedAt = record.Meta.Revision == 3 ? began : began.AddHours(-1),
                            LastWrittenAt = record.Meta.Revision == 2 ? written : began.AddMinutes(-30),
                        },
                    }
                ),
        ];
}
