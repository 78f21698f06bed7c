using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

public sealed class HpaReaderTests
{
    private const string Broken = """
        [ { "type": "AbleToScale", "status": "True", "reason": "SucceededGetScale" }, { "type": "ScalingActive", "status": "False",
          "reason": "FailedGetResourceMetric", "message": "no metrics" } ]
        """;

    [Theory]
    [InlineData("autoscaling/v2")]
    [InlineData("autoscaling/v2beta2")]
    [InlineData("autoscaling/v1")]
    public void Reads_each_version_alike(string version)
    {
        var read = HpaReader.Read(Hpa(version, Broken));
        Assert.Equal(("apps/v1", "Deployment", "web"), (read.TargetApiVersion, read.TargetKind, read.TargetName));
        Assert.Equal(
            new HpaFacts("web-hpa", 2, 30, 28, 30) { Trouble = "ScalingActive is False: FailedGetResourceMetric no metrics" },
            read.Facts
        );
    }

    [Fact]
    public void Standing_at_its_limit_or_switched_off_at_zero_is_no_trouble()
    {
        Assert.Equal(
            "",
            HpaReader
                .Read(Hpa("autoscaling/v2", """[ { "type": "ScalingLimited", "status": "True", "reason": "TooManyReplicas" } ]"""))
                .Facts.Trouble
        );
        Assert.Equal(
            "",
            HpaReader
                .Read(Hpa("autoscaling/v2", """[ { "type": "ScalingActive", "status": "False", "reason": "ScalingDisabled" } ]"""))
                .Facts.Trouble
        );
    }

    [Fact]
    public void Absent_members_mean_what_the_API_says()
    {
        var young = HpaReader.Read(
            KubeObject.Parse(
                """
                { "metadata": { "name": "h" }, "spec": { "maxReplicas": 5, "scaleTargetRef": { "kind": "Deployment", "name": "web" } } }
                """
            )
        );
        Assert.Equal((null, new HpaFacts("h", 1, 5, null, null)), (young.TargetApiVersion, young.Facts));
        Assert.Equal(0, HpaReader.Read(KubeObject.Parse("""{ "status": { "desiredReplicas": 3 } }""")).Facts.Current);
    }

    [Fact]
    public void An_unreadable_annotation_is_said()
    {
        var hpa = KubeObject.Parse("""{ "metadata": { "annotations": { "autoscaling.alpha.kubernetes.io/conditions": "[{" } } }""");
        Assert.Contains("cannot be read", HpaReader.Read(hpa).Facts.Trouble, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deployment", "shop", "web", true)]
    [InlineData("StatefulSet", "shop", "web", false)]
    [InlineData("Deployment", "other", "web", false)]
    [InlineData("Deployment", "shop", "api", false)]
    public void Finds_the_one_that_targets_a_workload(string kind, string ns, string name, bool found) =>
        Assert.Equal(found, HpaReader.For(kind, ns, name, [Hpa("autoscaling/v2", "[]")]) is not null);

    [Fact]
    public void Another_groups_object_of_the_same_name_is_not_the_target()
    {
        var foreign = KubeObject.Parse(
            """
            { "metadata": { "namespace": "shop" }, "spec": { "scaleTargetRef": { "apiVersion": "example.com/v1", "kind": "Deployment",
              "name": "web" } } }
            """
        );
        Assert.Null(HpaReader.For("Deployment", "shop", "web", [foreign]));
    }

    private static KubeObject Hpa(string version, string conditions)
    {
        var hpa = JsonNode.Parse(
            """
            { "metadata": { "name": "web-hpa", "namespace": "shop" },
              "spec": { "minReplicas": 2, "maxReplicas": 30, "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment",
                "name": "web" } },
              "status": { "currentReplicas": 28, "desiredReplicas": 30 } }
            """
        )!;
        hpa["apiVersion"] = version;
        if (version == "autoscaling/v1")
            hpa["metadata"]!["annotations"] = new JsonObject { ["autoscaling.alpha.kubernetes.io/conditions"] = conditions };
        else
            hpa["status"]!["conditions"] = JsonNode.Parse(conditions);
        return KubeObject.Parse(hpa.ToJsonString());
    }
}
