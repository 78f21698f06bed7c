using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>Objects of a cluster as the tests need them.</summary>
internal static class Given
{
    public static readonly HpaFacts Hpa = new("web", 1, 40, 30, 30);

    /// <summary>
    /// A Deployment of 30 whose rollout is complete, changed by <paramref name="change"/> (<c>status.availableReplicas=28
    /// spec.paused=true</c>; a value <c>-</c> removes the member).
    /// </summary>
    public static KubeObject Deployment(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps/v1", "kind": "Deployment",
              "metadata": { "name": "web", "namespace": "shop", "uid": "d-1", "generation": 4 },
              "spec": { "replicas": 30, "progressDeadlineSeconds": 600 },
              "status": { "observedGeneration": 4, "replicas": 30, "updatedReplicas": 30, "readyReplicas": 30, "availableReplicas": 30 },
              "conditions": { "Available": "True/MinimumReplicasAvailable", "Progressing": "True/NewReplicaSetAvailable" } }
            """,
            change
        );

    public static KubeObject StatefulSet(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": { "name": "db", "namespace": "shop", "uid": "s-1",
              "generation": 2 },
              "spec": { "replicas": 3, "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 0 } } },
              "status": { "observedGeneration": 2, "replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "currentReplicas": 3,
                "currentRevision": "db-1", "updateRevision": "db-1" } }
            """,
            change
        );

    public static KubeObject DaemonSet(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": { "name": "log", "namespace": "shop", "uid": "n-1",
              "generation": 2 },
              "spec": { "updateStrategy": { "type": "RollingUpdate" } },
              "status": { "observedGeneration": 2, "desiredNumberScheduled": 3, "currentNumberScheduled": 3,
                "updatedNumberScheduled": 3, "numberReady": 3, "numberAvailable": 3 } }
            """,
            change
        );

    public static KubeObject Rollout(string change = "") =>
        Changed(
            """
            { "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": { "name": "web", "namespace": "shop", "uid": "r-1",
              "generation": 4, "annotations": { "rollout.argoproj.io/workload-generation": "7" } },
              "spec": { "replicas": 3 },
              "status": { "observedGeneration": "4", "phase": "Healthy", "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3,
                "availableReplicas": 3 } }
            """,
            change
        );

    public static KubeObject DeploymentConfig(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps.openshift.io/v1", "kind": "DeploymentConfig", "metadata": { "name": "web", "namespace": "shop",
              "uid": "o-1", "generation": 4 },
              "spec": { "replicas": 3 },
              "status": { "observedGeneration": 4, "latestVersion": 2, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3,
                "availableReplicas": 3 },
              "conditions": { "Available": "True/", "Progressing": "True/NewReplicationControllerAvailable" } }
            """,
            change
        );

    public static KubeObject CloneSet(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps.kruise.io/v1alpha1", "kind": "CloneSet", "metadata": { "name": "web", "namespace": "shop",
              "uid": "c-1", "generation": 4 },
              "spec": { "replicas": 5, "updateStrategy": { "type": "InPlaceIfPossible" } },
              "status": { "observedGeneration": 4, "replicas": 5, "updatedReplicas": 5, "updatedReadyReplicas": 5, "readyReplicas": 5,
                "availableReplicas": 5 } }
            """,
            change
        );

    public static KubeObject KruiseDaemonSet(string change = "") =>
        Changed(
            """
            { "apiVersion": "apps.kruise.io/v1alpha1", "kind": "DaemonSet", "metadata": { "name": "log", "namespace": "shop",
              "uid": "k-1", "generation": 2 },
              "spec": { "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { } } },
              "status": { "observedGeneration": 2, "desiredNumberScheduled": 3, "currentNumberScheduled": 3,
                "updatedNumberScheduled": 3, "numberReady": 3, "numberAvailable": 3 } }
            """,
            change
        );

    public static KubeObject KnativeService(string change = "") =>
        Changed(
            """
            { "apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": { "name": "web", "namespace": "shop",
              "uid": "v-1", "generation": 4 },
              "spec": { },
              "status": { "observedGeneration": 4, "latestCreatedRevisionName": "web-00004", "latestReadyRevisionName": "web-00004" },
              "conditions": { "Ready": "True/" } }
            """,
            change
        );

    public static KubeObject Job(string change = "") =>
        Changed(
            """
            { "apiVersion": "batch/v1", "kind": "Job", "metadata": { "name": "migrate", "namespace": "shop", "uid": "j-1" },
              "spec": { "completions": 1, "parallelism": 1 }, "status": { } }
            """,
            change
        );

    public static KubeObject Pod(string change = "") =>
        Changed(
            """
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "shell", "namespace": "shop", "uid": "p-1" }, "status": {
              "phase": "Running" } }
            """,
            change
        );

    public static KubeObject Claim(string change = "") =>
        Changed(
            """
            { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "data", "namespace": "shop", "uid": "c-1" },
              "status": { "phase": "Bound" } }
            """,
            change
        );

    public static KubeObject ReplicaSet(string name, int revision, int wanted, int ready, string image, string conditions = "[]") =>
        KubeObject.Parse(
            $$"""
            { "metadata": { "name": "{{name}}", "namespace": "shop", "uid": "{{name}}", "annotations": {
              "deployment.kubernetes.io/revision": "{{revision}}" },
                "ownerReferences": [ { "kind": "Deployment", "name": "web", "uid": "d-1", "controller": true } ] },
              "spec": { "replicas": {{wanted}}, "template": { "spec": { "containers": [ { "name": "app", "image": "{{image}}" } ] } } },
              "status": { "replicas": {{wanted}}, "readyReplicas": {{ready}}, "conditions": {{conditions}} } }
            """
        );

    public static KubeObject PodOf(string owner, string name, string status) =>
        KubeObject.Parse(
            $$"""
            { "metadata": { "name": "{{name}}", "namespace": "shop", "uid": "{{name}}", "ownerReferences": [ { "kind": "ReplicaSet",
              "name": "{{owner}}", "uid": "{{owner}}", "controller": true } ] },
              "status": {{status}} }
            """
        );

    public static string Waiting(string reason, string message = "") =>
        $$"""
            { "phase": "Pending", "containerStatuses": [ { "name": "app", "ready": false, "state": { "waiting": { "reason": "{{reason}}",
              "message": "{{message}}" } } } ] }
            """;

    public static KubeObject Event(
        string uid,
        string kind,
        string reason,
        string message,
        string time,
        int count = 1,
        string type = "Warning"
    ) =>
        KubeObject.Parse(
            $$"""
            { "type": "{{type}}", "reason": "{{reason}}", "message": {{JsonSerializer.Serialize(
                message
            )}}, "count": {{count}}, "lastTimestamp": "{{time}}",
              "involvedObject": { "kind": "{{kind}}", "uid": "{{uid}}" } }
            """
        );

    private static KubeObject Changed(string json, string change)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        foreach (var step in change.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, value) = step.Split('=', 2) is [var left, var right]
                ? (left.Split('.'), right)
                : throw new ArgumentException(step, nameof(change));
            var at = root;
            foreach (var name in path[..^1])
                at = (at[name] ??= new JsonObject()).AsObject();
            at.Remove(path[^1]);
            if (value != "-")
                at[path[^1]] = path[0] == "conditions" ? value : JsonNode.Parse(value);
        }
        if (root["conditions"]?.AsObject() is { } conditions)
        {
            root.Remove("conditions");
            var list = new JsonArray([
                .. conditions.Select(entry =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["type"] = entry.Key,
                            ["status"] = entry.Value!.GetValue<string>().Split('/')[0],
                            ["reason"] = entry.Value!.GetValue<string>().Split('/')[1],
                            ["message"] = entry.Value!.GetValue<string>().Split('/') is [_, _, var message]
                                ? message.Replace('_', ' ')
                                : "",
                        }
                ),
            ]);
            (root["status"] ??= new JsonObject()).AsObject()["conditions"] = list;
        }
        return KubeObject.Parse(root.ToJsonString());
    }
}
