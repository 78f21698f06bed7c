using System.Text.Json;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>Which objects that are no workloads are not ready, who waits for them, and what that says of an operation.</summary>
public sealed class ObjectStatusTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    private static string? NotReady(string json) =>
        ObjectStatus.NotReady(new KubeObject(JsonElement.Parse(json))) is { } found ? $"{found.WaitedFor}: {found.What}" : null;

    [Theory]
    [InlineData(
        """{ "kind": "Certificate", "metadata": { "deletionTimestamp": "2026-11-22T13:10:00Z" } }""",
        "Helm 4: it is being deleted"
    )]
    [InlineData(
        """{ "kind": "Certificate", "metadata": { "generation": 3 }, "status": { "observedGeneration": 2 } }""",
        "Helm 4: its controller has not seen the newest spec"
    )]
    [InlineData(
        """{ "kind": "Certificate", "status": { "conditions": [ { "type": "Ready", "status": "False", "reason": "Issuing" } ] } }""",
        "Helm 4: Ready=False, Issuing"
    )]
    [InlineData(
        """{ "kind": "Kustomization", "status": { "conditions": [ { "type": "Reconciling", "status": "True" } ] } }""",
        "Helm 4: Reconciling=True"
    )]
    [InlineData(
        """{ "kind": "Cluster", "status": { "conditions": [ { "type": "Available", "status": "False" } ] } }""",
        ": Available=False"
    )]
    [InlineData("""{ "kind": "CustomResourceDefinition", "status": {} }""", "Helm 3: it is not established")]
    [InlineData(
        """{ "kind": "CustomResourceDefinition", "status": { "conditions": [ { "type": "NamesAccepted", "status": "False" } ] } }""",
        "Helm 3: NamesAccepted=False"
    )]
    [InlineData(
        """{ "apiVersion": "v1", "kind": "Service", "spec": { "type": "LoadBalancer" }, "status": { "loadBalancer": {} } }""",
        "Helm 3: it has no load balancer address"
    )]
    [InlineData(
        """
            {
              "apiVersion": "v1", "kind": "Service", "metadata": { "deletionTimestamp": "2026-11-22T13:10:00Z" },
              "spec": { "type": "LoadBalancer" }, "status": { "loadBalancer": { "ingress": [ {} ] } }
            }
            """,
        "Helm 4: it is being deleted"
    )]
    public void Not_ready(string json, string expected) => Assert.Equal(expected, NotReady(json));

    [Theory]
    [InlineData("""{ "kind": "Certificate" }""")]
    [InlineData("""{ "kind": "Certificate", "metadata": { "generation": 3 }, "status": { "observedGeneration": 3 } }""")]
    [InlineData("""{ "kind": "Certificate", "status": { "conditions": [ { "type": "Ready", "status": "True" } ] } }""")]
    [InlineData("""{ "kind": "CustomResourceDefinition", "status": { "conditions": [ { "type": "Established", "status": "True" } ] } }""")]
    [InlineData("""{ "apiVersion": "v1", "kind": "Service", "spec": { "type": "ClusterIP" } }""")]
    [InlineData(
        """{ "apiVersion": "v1", "kind": "Service", "spec": { "type": "LoadBalancer" }, "status": { "loadBalancer": { "ingress": [ {} ] } } }"""
    )]
    [InlineData("""{ "apiVersion": "v1", "kind": "Service", "spec": { "type": "LoadBalancer", "externalIPs": [ "192.0.2.1" ] } }""")]
    [InlineData("""{ "kind": "Odd", "metadata": [], "status": { "conditions": "none", "observedGeneration": "x" } }""")]
    public void Ready_or_without_a_status(string json) => Assert.Null(NotReady(json));

    [Theory]
    [InlineData(5, 10, "Helm 4", "Fail")]
    [InlineData(-5, 10, "Helm 4", "Warn")]
    [InlineData(5, 61, "Helm 3", "Warn")]
    [InlineData(5, 10, "", "Warn")]
    [InlineData(null, 10, "Helm 4", "Fail")]
    public void What_it_says_of_the_operation(int? unreadySince, int minutes, string waitedFor, string expected)
    {
        var since = unreadySince is { } offset ? Began.AddMinutes(offset) : (DateTimeOffset?)null;
        var awaited = new AwaitedObject("Certificate/tls", new ObjectNotReady("Ready=False", since, waitedFor), null);
        Assert.Equal(expected, awaited.Judge(Began, Began.AddMinutes(minutes), TimeSpan.FromHours(1)).State.ToString());
    }

    [Theory]
    [InlineData(10, "Unknown")]
    [InlineData(61, "Pass")]
    public void What_cannot_be_read_is_unknown_while_Helm_may_wait_for_it(int minutes, string expected) =>
        Assert.Equal(
            expected,
            new AwaitedObject("Certificate/tls", null, "forbidden")
                .Judge(Began, Began.AddMinutes(minutes), TimeSpan.FromHours(1))
                .State.ToString()
        );

    [Fact]
    public void When_it_is_not_known_when_the_operation_began_Helm_may_be_waiting() =>
        Assert.Equal(
            CheckState.Fail,
            new AwaitedObject("Certificate/tls", new ObjectNotReady("Ready=False", Began, "Helm 4"), null)
                .Judge(null, Began.AddDays(9), TimeSpan.FromHours(1))
                .State
        );
}
