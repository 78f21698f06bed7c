using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>
/// Status objects that no controller would write: nothing throws, and nothing that the runbook would stop at is called healthy.
/// </summary>
public sealed class AnyJsonTests
{
    private const double Tolerance = 0.10;

    private static readonly string[] Counts =
    [
        "0",
        "1",
        "26",
        "27",
        "28",
        "29",
        "30",
        "31",
        "33",
        "-1",
        "1.5",
        "1e3",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1e999",
        "null",
        "\"30\"",
        "true",
        "[]",
        "{}",
    ];
    private static readonly string[] Texts =
    [
        "\"True\"",
        "\"False\"",
        "\"Unknown\"",
        "\"\"",
        "\"NewReplicaSetAvailable\"",
        "\"ReplicaSetUpdated\"",
        "\"ProgressDeadlineExceeded\"",
        "\"OnDelete\"",
        "\"Running\"",
        "\"Pending\"",
        "\"Bound\"",
        "null",
        "1",
        "[]",
        "{}",
    ];

    /// <summary>Thirty replicas, all there; each member is at times another value of its kind, or anything.</summary>
    private static readonly (string Name, string Usual, string[] Others)[] Members =
    [
        ("generation", "4", ["5", "3", .. Counts]),
        ("observed", "4", ["5", "3", .. Counts]),
        ("desired", "30", Counts),
        ("replicas", "30", Counts),
        ("updated", "30", Counts),
        ("ready", "30", Counts),
        ("available", "30", Counts),
        ("deadline", "600", Counts),
        ("paused", "false", ["true", .. Texts]),
        ("availableType", "\"Available\"", Texts),
        ("availableStatus", "\"True\"", Texts),
        ("progressingType", "\"Progressing\"", Texts),
        ("progressingStatus", "\"True\"", Texts),
        ("progressingReason", "\"NewReplicaSetAvailable\"", Texts),
        ("failureStatus", "\"False\"", Texts),
    ];

    private static readonly Gen<Dictionary<string, string>> Deployments = Gen.CollectToArray(
            Members,
            member => Gen.Frequency((9, Gen.Constant(member.Usual)), (1, Gen.Elements(member.Others)))
        )
        .Select(values => Members.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second));

    [Fact]
    public void Never_healthy_against_the_runbook() =>
        Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(20_000),
            Prop.ForAll(
                Deployments.ToArbitrary(),
                ArbMap.Default.ArbFor<bool>(),
                (values, hasHpa) =>
                {
                    var judged = WorkloadJudge.Judge(Deployment(values), hasHpa ? Given.Hpa : null, true, Tolerance);
                    return judged.Verdict switch
                    {
                        WorkloadVerdict.Healthy => IsCurrent(values)
                            && IsAvailable(values)
                            && Number(values["updated"]) == Number(values["available"])
                            && Number(values["updated"]) == (Number(values["desired"]) ?? 1),
                        WorkloadVerdict.WithinTolerance => hasHpa && IsCurrent(values) && IsAvailable(values) && IsWithin(values),
                        _ => true,
                    };
                }
            )
        );

    [Fact]
    public void The_generated_objects_reach_every_verdict_of_a_live_Deployment()
    {
        var verdicts = Gen.Sample(Deployments, 20_000, 0)
            .GroupBy(values => WorkloadJudge.Judge(Deployment(values), Given.Hpa, true, Tolerance).Verdict)
            .ToDictionary(group => group.Key, group => group.Count());
        WorkloadVerdict[] all = [.. Enum.GetValues<WorkloadVerdict>().Where(verdict => verdict != WorkloadVerdict.Missing)];
        Assert.All(
            all,
            verdict => Assert.True(verdicts.GetValueOrDefault(verdict) >= 20, $"{verdict}: {verdicts.GetValueOrDefault(verdict)}")
        );
    }

    [Fact]
    public void Never_throws_on_any_JSON() =>
        Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(20_000),
            Prop.ForAll(
                Mutated().ToArbitrary(),
                json =>
                {
                    var item = KubeObject.Parse(json);
                    var hpa = HpaReader.Read(item);
                    foreach (var kind in WorkloadJudge.Kinds.Append(null))
                    {
                        var judged = WorkloadJudge.Judge(item, hpa.Facts, true, Tolerance, kind);
                        Assert.False(string.IsNullOrWhiteSpace(judged.Reason));
                        var around = new NamespaceObjects
                        {
                            ReplicaSets = [item],
                            Pods = [item],
                            Binding = new BindingFacts { Events = [item] },
                        };
                        var lacking = judged with { LacksOnlyReadiness = true, Desired = 3, Ready = 2 };
                        StandingDefect.Judge(lacking, item, around, DateTimeOffset.MaxValue);
                        StandingDefect.Judge(lacking, item, around with { Pods = null }, DateTimeOffset.MaxValue);
                        ClaimRule.Settle(judged with { Verdict = WorkloadVerdict.Progressing }, item, around, DateTimeOffset.MinValue);
                        JobRule.Gone(judged, item.Json, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
                        PodProblems.Explain(
                            judged with
                            {
                                Verdict = WorkloadVerdict.Degraded,
                            },
                            item,
                            new NamespaceObjects
                            {
                                ReplicaSets = [item],
                                Pods = [item],
                                Events = [item],
                            },
                            new StuckImages(3, ["web:v2"])
                        );
                    }
                    foreach (var kind in WorkloadKind.Discovered)
                        Assert.False(
                            string.IsNullOrWhiteSpace(WorkloadJudge.Judge(item, null, true, Tolerance, kind.Kind, kind.Group).Reason)
                        );
                    WorkloadKind.RunsPods(item.Json);
                    HpaReader.For("Deployment", "", "", [item]);
                }
            )
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"Deployment\"")]
    [InlineData("""{ "metadata": 1, "spec": [], "status": "x" }""")]
    public void What_is_no_object_is_not_healthy(string json) =>
        Assert.All(
            WorkloadJudge.Kinds,
            kind => Assert.False(HealthText.IsFine(WorkloadJudge.Judge(KubeObject.Parse(json), Given.Hpa, true, 1, kind).Verdict))
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "metadata": 1, "spec": [], "status": "x" }""")]
    [InlineData("""{ "metadata": { "generation": 2 }, "status": { "phase": "Healthy", "conditions": "True" } }""")]
    public void What_is_no_custom_resource_is_not_healthy(string json) =>
        Assert.All(
            WorkloadKind.Discovered,
            kind =>
                Assert.False(HealthText.IsFine(WorkloadJudge.Judge(KubeObject.Parse(json), null, true, 1, kind.Kind, kind.Group).Verdict))
        );

    private static bool IsCurrent(Dictionary<string, string> values) =>
        Number(values["observed"]) is { } observed && observed >= (Number(values["generation"]) ?? 0);

    private static bool IsAvailable(Dictionary<string, string> values) =>
        values["availableType"] == "\"Available\"" && values["availableStatus"] == "\"True\"";

    private static bool IsWithin(Dictionary<string, string> values)
    {
        var (desired, updated, available) = (
            Number(values["desired"]) ?? 1,
            Number(values["updated"]) ?? 0,
            Number(values["available"]) ?? 0
        );
        return 10 * Math.Abs(updated - available) <= desired && 10 * Math.Abs(desired - updated) <= desired;
    }

    private static decimal? Number(string json) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static KubeObject Deployment(Dictionary<string, string> values) =>
        KubeObject.Parse(
            $$"""
            { "kind": "Deployment", "metadata": { "name": "web", "generation": {{values["generation"]}} },
              "spec": { "replicas": {{values["desired"]}}, "paused": {{values["paused"]}}, "progressDeadlineSeconds": {{values[
                "deadline"
            ]}} },
              "status": { "observedGeneration": {{values["observed"]}}, "replicas": {{values["replicas"]}}, "updatedReplicas": {{values[
                "updated"
            ]}},
                "readyReplicas": {{values["ready"]}}, "availableReplicas": {{values["available"]}},
                "conditions": [ { "type": {{values["availableType"]}}, "status": {{values["availableStatus"]}} },
                  { "type": {{values["progressingType"]}}, "status": {{values["progressingStatus"]}}, "reason": {{values[
                "progressingReason"
            ]}} },
                  { "type": "ReplicaFailure", "status": {{values["failureStatus"]}} } ] } }
            """
        );

    /// <summary>Stands for an escape that is no text: half of a character.</summary>
    private const string HalfCharacter = "HALF";

    private static readonly string[] Leaves =
    [
        .. Counts,
        .. Texts,
        "\"u\"",
        "\"Warning\"",
        "\"web:v2\"",
        "\"9999-99-99T99:99:99Z\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"a\\u0000\\u001b[2J\\u202e\"",
        "\"Available\"",
        $"\"{HalfCharacter}\"",
    ];

    /// <summary>One of the objects below with a few of its values, at any depth, taken away or replaced by anything.</summary>
    private static Gen<string> Mutated() =>
        Gen.Elements(Templates)
            .Zip(Gen.Choose(0, int.MaxValue).Zip(Gen.Elements([.. Leaves, ""])).ListOf())
            .Select(given =>
            {
                var root = JsonNode.Parse(given.Item1)!;
                foreach (var (place, leaf) in given.Item2.Take(4))
                {
                    var nodes = Nodes(root).Skip(1).ToList();
                    if (nodes.Count == 0)
                        break;
                    Replace(nodes[place % nodes.Count], leaf);
                }
                return root.ToJsonString().Replace(HalfCharacter, "\\ud800", StringComparison.Ordinal);
            });

    private static void Replace(JsonNode node, string leaf)
    {
        if (node.Parent is JsonArray list)
            list[node.GetElementIndex()] = leaf.Length == 0 ? null : Raw(leaf);
        else if (leaf.Length == 0)
            node.Parent!.AsObject().Remove(node.GetPropertyName());
        else
            node.Parent!.AsObject()[node.GetPropertyName()] = Raw(leaf);
    }

    private static JsonNode? Raw(string leaf) => JsonNode.Parse(leaf);

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        node switch
        {
            JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
            _ => [node],
        };

    /// <summary>
    /// An object that is everything at once: each rule finds what it looks for. It owns itself, so that it is its own ReplicaSet, pod and
    /// event.
    /// </summary>
    private const string Everything = """
        { "kind": "Deployment", "type": "Warning", "reason": "FailedCreate", "message": "pods web-abc12", "count": 3,
          "lastTimestamp": "2026-07-30T14:02:09Z",
          "series": { "count": 3, "lastObservedTime": "2026-07-30T14:02:09Z" }, "involvedObject": { "kind": "Pod", "uid": "u" },
          "metadata": { "name": "web", "namespace": "", "uid": "u", "generation": 2, "creationTimestamp": "2026-07-30T14:02:09Z",
            "annotations": { "deployment.kubernetes.io/revision": "7",
              "autoscaling.alpha.kubernetes.io/conditions": "[{\"type\":\"AbleToScale\",\"status\":\"False\"}]" },
            "ownerReferences": [ { "uid": "u", "controller": true } ] },
          "spec": { "replicas": 3, "minReplicas": 1, "maxReplicas": 9, "completions": 3, "suspend": false, "minReadySeconds": 5,
            "progressDeadlineSeconds": 600, "paused": false,
            "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "" }, "updateStrategy": {
              "type": "RollingUpdate", "rollingUpdate": { "partition": 1 } },
            "template": { "spec": { "containers": [ { "name": "app", "image": "web:v2" } ] } } },
          "status": { "observedGeneration": 2, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 2,
            "active": 1, "succeeded": 1, "failed": 1,
            "desiredNumberScheduled": 3, "currentNumberScheduled": 3, "updatedNumberScheduled": 3, "numberReady": 3,
              "numberAvailable": 2, "currentReplicas": 2, "desiredReplicas": 3, "phase": "Running",
            "conditions": [ { "type": "Available", "status": "True" }, { "type": "Progressing", "status": "True",
              "reason": "ReplicaSetUpdated" }, { "type": "ReplicaFailure", "status": "True", "message": "exceeded quota" } ],
            "initContainerStatuses": [ { "name": "init", "state": { "terminated": { "exitCode": 1, "reason": "Error" } } } ],
            "containerStatuses": [ { "name": "app", "restartCount": 2, "state": { "waiting": { "reason": "CrashLoopBackOff",
              "message": "back-off" } }, "lastState": { "terminated": { "exitCode": 137 } } },
              { "name": "side", "restartCount": 2, "ready": false, "state": { "running": { } } } ] } }
        """;

    private static readonly string[] Templates =
    [
        Everything,
        Everything.Replace("initContainerStatuses", "none", StringComparison.Ordinal),
        Given.Deployment().Json.GetRawText(),
        Given.StatefulSet().Json.GetRawText(),
        Given.DaemonSet().Json.GetRawText(),
        Given.Job("conditions.Failed=True/BackoffLimitExceeded").Json.GetRawText(),
        Given.Pod("status.reason=\"Evicted\"").Json.GetRawText(),
        Given.Claim().Json.GetRawText(),
        Given.Rollout().Json.GetRawText(),
        Given.Rollout("status.phase=-").Json.GetRawText(),
        Given.CloneSet().Json.GetRawText(),
        Given.KnativeService().Json.GetRawText(),
    ];
}
