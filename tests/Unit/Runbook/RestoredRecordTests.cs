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

    private static CheckAnswer Check(
        string manager,
        DateTimeOffset? began = null,
        HelmWrite? earlier = null,
        string status = "pending-upgrade"
    )
    {
        var meta = RecordMeta.From(
            StorageDriver.Secret,
            new ObjectMeta
            {
                Name = "sh.helm.release.v1.web.v2",
                Namespace = "shop",
                CreationTimestamp = Now.AddSeconds(-40),
                Labels = new Dictionary<string, string>
                {
                    ["owner"] = "helm",
                    ["name"] = "web",
                    ["status"] = status,
                    ["version"] = "2",
                },
                ManagedFields = [new ManagedField(manager, "Update", Now.AddSeconds(-40), "")],
            }
        )!;
        var record = new ReleaseRecord(
            meta,
            new RecordPayload.Decoded(
                new ReleasePayload
                {
                    Name = "web",
                    Version = 2,
                    Status = status,
                    LastDeployed = began ?? Now.AddMinutes(-50),
                }
            )
        );
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
