using Helmstuck.Config;
using Helmstuck.Health;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>Putting a record back is no write by Helm: it must not make a dead operation look alive again.</summary>
public sealed class RestoredRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("kubectl-helmstuck")]
    [InlineData("kubectl-create")]
    public void Helms_age_is_that_of_the_operation(string manager)
    {
        var check = Check(manager);
        Assert.Equal(CheckState.Pass, check.State);
        Assert.Equal("Helm has written nothing for 50m", check.Summary);
        Assert.Contains("the record was deleted and restored 40s ago, not by Helm", check.Evidence);
    }

    [Fact]
    public void A_young_operation_stays_young_whatever_Helm_wrote_before_it()
    {
        // The workloads were last written by the deploy before: Helm was killed before it touched them.
        var check = Check("kubectl-helmstuck", began: Now.AddSeconds(-50), new HelmWrite("Deployment/web", "helm", Now.AddMinutes(-30)));
        Assert.Equal(CheckState.Fail, check.State);
        Assert.StartsWith("last Helm write 50s ago, threshold 10m:", check.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_uninstall_that_was_put_back_is_as_young_as_that() =>
        Assert.Equal(CheckState.Fail, Check("kubectl-helmstuck", began: Now.AddHours(-9), status: "uninstalling").State);

    [Fact]
    public void A_record_that_Helm_wrote_is_as_young_as_its_object() => Assert.Equal(CheckState.Fail, Check("Helm").State);

    [Theory]
    [InlineData("velero-server", null)]
    [InlineData("velero-server", "velero.io/restore-name")]
    [InlineData("unknown", "velero.io/restore-name")]
    [InlineData("unknown", "k10.example.com/backup-name")]
    [InlineData("Helm", "velero.io/restore-name")]
    public void What_a_backup_tool_brought_back_is_as_old_as_its_payload(string manager, string? label)
    {
        var record = Record(manager, Now.AddDays(-3), "pending-upgrade", label);
        Assert.Equal((true, Now.AddDays(-3)), (record.BroughtBack, record.BeganAt));
        var owner = OwnerCheck.Of(null, record);
        var origin =
            label is null ? "a backup"
            : label == "velero.io/restore-name" ? "restore r1"
            : "backup r1";
        Assert.Equal(
            (
                CheckState.Pass,
                $"no controller owns this release; its record came back with {origin}; the operation began on 2026-02-26 03:00:00Z"
            ),
            (owner.State, owner.Summary)
        );
    }

    [Fact]
    public void What_a_part_of_was_written_before_its_creation_was_brought_back()
    {
        var record = Record("Helm", Now.AddDays(-3), "pending-upgrade", written: Now.AddDays(-3));
        Assert.True(record.BroughtBack);
        Assert.Equal(CheckState.Pass, Check(record).State);
        Assert.Equal("Helm has written nothing for 3d", Check(record).Summary);
        Assert.Contains("the record came back with a backup; the operation began on 2026-02-26 03:00:00Z", Check(record).Evidence);
        Assert.Equal(Now.AddDays(-3), record.Meta.LastActivityAt);
    }

    [Fact]
    public void A_label_that_Helm_handed_down_to_a_new_revision_tells_of_no_restore()
    {
        var record = Record("Helm", Now.AddSeconds(-41), "pending-upgrade", "velero.io/restore-name");
        Assert.False(record.BroughtBack);
        Assert.Equal(CheckState.Fail, Check(record).State);
        Assert.Equal("no controller owns this release", OwnerCheck.Of(null, record).Summary);
    }

    [Fact]
    public void An_uninstall_that_was_brought_back_began_when_it_was_deleted()
    {
        var record = Record("velero-server", Now.AddDays(-9), "uninstalling");
        record = record with { Payload = new RecordPayload.Decoded(record.Release! with { Deleted = Now.AddDays(-2) }) };
        Assert.Equal(Now.AddDays(-2), record.BeganAt);
        Assert.Equal(CheckState.Pass, Check(record).State);
    }

    private static CheckAnswer Check(
        string manager,
        DateTimeOffset? began = null,
        HelmWrite? earlier = null,
        string status = "pending-upgrade"
    ) => Check(Record(manager, began ?? Now.AddMinutes(-50), status), earlier);

    private static ReleaseRecord Record(
        string manager,
        DateTimeOffset began,
        string status,
        string? label = null,
        DateTimeOffset? written = null
    )
    {
        var labels = new Dictionary<string, string>
        {
            ["owner"] = "helm",
            ["name"] = "web",
            ["status"] = status,
            ["version"] = "2",
        };
        if (label is not null)
            labels[label] = "r1";
        var meta = RecordMeta.From(
            StorageDriver.Secret,
            new ObjectMeta
            {
                Name = "sh.helm.release.v1.web.v2",
                Namespace = "shop",
                CreationTimestamp = Now.AddSeconds(-40),
                Labels = labels,
                ManagedFields = [new ManagedField(manager, "Update", written ?? Now.AddSeconds(-40), "")],
            }
        )!;
        return new ReleaseRecord(
            meta,
            new RecordPayload.Decoded(
                new ReleasePayload
                {
                    Name = "web",
                    Version = 2,
                    Status = status,
                    LastDeployed = began,
                }
            )
        );
    }

    private static CheckAnswer Check(ReleaseRecord record, HelmWrite? earlier = null)
    {
        var meta = record.Meta;
        List<HelmWrite> writes = meta.LastWrittenAt is { } at ? [new HelmWrite("Secret/x", meta.LastWriter, at)] : [];
        if (earlier is not null)
            writes.Add(earlier);
        return HelmIdleCheck.Of(
            new SignsOfLife
            {
                Record = record,
                Now = Now,
                IdleAfter = new HelmSettings().IdleAfter,
                Writes = writes,
                ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
                Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([]),
            }
        );
    }
}
