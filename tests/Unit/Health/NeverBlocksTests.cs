using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>Claims that wait for their first pod, and Jobs that their TTL may have removed.</summary>
public sealed class NeverBlocksTests
{
    private static readonly DateTimeOffset Began = DateTimeOffset.Parse("2026-07-30T14:00:00Z", null);

    private static readonly BindingFacts Waiting = new()
    {
        Modes = new Dictionary<string, string>
        {
            ["local"] = "WaitForFirstConsumer",
            ["fast"] = "Immediate",
            ["gone"] = "",
        },
        Unreadable = "storageclasses is forbidden",
    };

    [Theory]
    [InlineData("local", "warn")]
    [InlineData("fast", "fail")]
    [InlineData("gone", "fail")]
    [InlineData("", "fail")]
    [InlineData("hidden", "unknown")]
    public void A_new_claim_by_how_its_class_binds(string storage, string state) => Expect(state, Settle(Claim(storage)));

    [Theory]
    [InlineData("fast")]
    [InlineData("hidden")]
    [InlineData("")]
    public void A_claim_that_was_pending_before_the_operation_warns(string storage) =>
        Expect("warn", Settle(Claim(storage, "2026-07-30T13:59:59Z")));

    [Theory]
    [InlineData("WaitForFirstConsumer", "warn")]
    [InlineData("ProvisioningFailed", "fail")]
    public void The_events_of_a_claim_tell_where_its_class_may_not_be_read(string reason, string state) =>
        Expect(
            state,
            Settle(
                Claim("hidden"),
                Waiting with
                {
                    Events =
                    [
                        Given.Event("c-1", "PersistentVolumeClaim", reason, "", "2026-07-30T14:05:00Z"),
                        Given.Event("c-1", "PersistentVolumeClaim", "Old", "", "2026-07-30T14:01:00Z"),
                        Given.Event("c-2", "PersistentVolumeClaim", "Other", "", "2026-07-30T14:09:00Z"),
                    ],
                }
            )
        );

    [Fact]
    public void A_claim_with_a_node_selected_waits_for_its_volume() =>
        Expect("fail", Settle(Claim("local", annotation: "volume.kubernetes.io/selected-node")));

    [Fact]
    public void A_claim_that_a_pending_pod_uses_waits_for_that_pod()
    {
        var pod = KubeObject.Parse(
            """
            { "spec": { "volumes": [ { "name": "data", "persistentVolumeClaim": { "claimName": "data" } } ] },
              "status": { "phase": "Pending" } }
            """
        );
        Expect("fail", Settle(Claim("local"), Waiting, pod));
    }

    [Fact]
    public void The_reason_names_the_class() =>
        Assert.Equal("pending: no pod uses it yet, and its StorageClass local is WaitForFirstConsumer", Settle(Claim("local")).Reason);

    [Theory]
    [InlineData("100", 99, "fail")]
    [InlineData("100", 100, "pass")]
    [InlineData("0", 0, "pass")]
    [InlineData("null", 9999, "fail")]
    [InlineData("-1", 9999, "fail")]
    [InlineData("\"1\"", 9999, "fail")]
    public void A_Job_that_is_gone_by_its_TTL_and_the_time_since(string ttl, int seconds, string state) =>
        Expect(state, Gone(ttl, Began, Began.AddSeconds(seconds)));

    [Fact]
    public void A_Job_that_an_older_revision_may_have_made_passes() => Expect("pass", Gone("86400", null, Began));

    [Fact]
    public void Without_the_time_a_Job_may_be_gone() => Expect("pass", Gone("86400", Began, null));

    [Fact]
    public void The_note_says_what_the_cluster_cannot_tell() =>
        Assert.Equal("finished and removed by its TTL, or deleted: the cluster cannot tell", Gone("5", null, null).Reason);

    [Fact]
    public void The_check_passes_with_the_note_and_does_not_count_the_Job() =>
        Assert.Equal(
            "1 of 2 workloads reconciled; Job migrate: finished and removed by its TTL, or deleted: the cluster cannot tell",
            WorkloadsCheck.Of([WorkloadJudge.Judge(Given.StatefulSet(), null, true, 0), Gone("5", null, null)]).Summary
        );

    [Fact]
    public void A_TTL_that_cannot_have_run_out_is_named() =>
        Assert.Equal(
            "in the manifest, but not in the cluster; its TTL of 100 s cannot have run out since the operation began",
            Gone("100", Began, Began.AddSeconds(99)).Reason
        );

    [Fact]
    public void A_CronJob_that_cannot_be_read_warns() =>
        Expect("warn", WorkloadJudge.Unreadable("CronJob", "shop", "nightly", "forbidden") with { NeverBlocks = true });

    [Fact]
    public void A_waiting_claim_beside_it_still_warns() =>
        Assert.Equal(CheckState.Warn, WorkloadsCheck.Of([Gone("5", null, null), Settle(Claim("local"))]).State);

    [Fact]
    public void A_real_failure_beside_it_still_fails() =>
        Assert.Equal(
            CheckState.Fail,
            WorkloadsCheck
                .Of([Gone("5", null, null), WorkloadJudge.Judge(Given.StatefulSet("status.readyReplicas=1"), null, true, 0)])
                .State
        );

    private static WorkloadHealth Gone(string ttl, DateTimeOffset? made, DateTimeOffset? now) =>
        JobRule.Gone(
            WorkloadJudge.Missing("Job", "shop", "migrate"),
            KubeObject.Parse($$"""{ "spec": { "ttlSecondsAfterFinished": {{ttl}} } }""").Json,
            made,
            now
        );

    private static void Expect(string state, WorkloadHealth health) =>
        Assert.Equal(state, WorkloadsCheck.Of([health]).State.ToString().ToLowerInvariant());

    private static WorkloadHealth Settle(KubeObject claim, BindingFacts? binding = null, params IReadOnlyList<KubeObject> pods) =>
        ClaimRule.Settle(
            WorkloadJudge.Judge(claim, null, true, 0),
            claim,
            new NamespaceObjects { Binding = binding ?? Waiting, Pods = pods },
            Began
        );

    private static KubeObject Claim(string storage, string created = "2026-07-30T14:00:05Z", string annotation = "note") =>
        KubeObject.Parse(
            $$"""
            { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "data", "namespace": "shop", "uid": "c-1",
              "creationTimestamp": "{{created}}", "annotations": { "{{annotation}}": "n1" } },
              "spec": { "storageClassName": "{{storage}}" }, "status": { "phase": "Pending" } }
            """
        );
}
