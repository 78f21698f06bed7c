using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// Whether Helm takes an object for ready. Helm 4 judges every object of a manifest with kstatus (cli-utils: pkg/kstatus/status/generic.go,
/// core.go); Helm 3 of these kinds only Services and CustomResourceDefinitions (Helm: pkg/kube/ready.go).
/// </summary>
internal static class ObjectStatus
{
    private const string Helm3 = "Helm 3";
    private const string Helm4 = "Helm 4";

    /// <summary>Null where the object is ready, or has no status that Helm looks at. Never throws on any JSON.</summary>
    public static ObjectNotReady? NotReady(KubeObject live)
    {
        if (live.Meta.DeletionTimestamp is { } deleted)
            return new ObjectNotReady("it is being deleted", deleted, Helm4);
        if (live.Kind == "Service" && live.ApiVersion == "v1")
            return LoadBalancer(live);
        if (
            live.Json.Number("status", "observedGeneration") is { } observed
            && live.Json.Number("metadata", "generation") is { } generation
            && observed != generation
        )
            return new ObjectNotReady("its controller has not seen the newest spec", null, Helm4);
        var conditions = StatusReader.ConditionsOf(live.Json).ToList();
        Condition? Found(string type) => conditions.Where(found => found.Type == type).Select(found => (Condition?)found).FirstOrDefault();
        if (Found("Reconciling") is { Status: "True" } reconciling)
            return Of(reconciling, Helm4);
        if (Found("Stalled") is { Status: "True" } stalled)
            return Of(stalled, Helm4);
        if (live.Kind == "CustomResourceDefinition")
            return Found("Established") is { Status: "True" } ? null
                : Found("NamesAccepted") is { Status: "False" } refused ? Of(refused, Helm3)
                : new ObjectNotReady("it is not established", null, Helm3);
        if (Found("Ready") is { } ready)
            return ready.Status == "True" ? null : Of(ready, Helm4);
        return Found("Available") is { Status: "False" } unavailable ? Of(unavailable, "") : null;
    }

    private static ObjectNotReady Of(Condition condition, string waitedFor) =>
        new(
            $"{condition.Type}={condition.Status}{(condition.Reason.Length > 0 ? $", {condition.Reason}" : "")}",
            condition.TransitionTime,
            waitedFor
        );

    /// <summary>Helm: pkg/kube/ready.go serviceReady.</summary>
    private static ObjectNotReady? LoadBalancer(KubeObject live) =>
        live.Json.Text("spec", "type") == "LoadBalancer"
        && !live.Json.Items("spec", "externalIPs").Any()
        && !live.Json.Items("status", "loadBalancer", "ingress").Any()
            ? new ObjectNotReady("it has no load balancer address", live.Meta.CreationTimestamp, Helm3)
            : null;
}
