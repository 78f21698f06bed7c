using System.Globalization;
using System.Text.Json.Nodes;

namespace Helmstuck.Demo;

/// <summary>A Deployment of the demo, as the chart's manifest and as the live object.</summary>
internal sealed record DemoWorkload(string Release, string Name, string Image, int Replicas)
{
    /// <summary>The template of one revision, as Helm stores it.</summary>
    public string Manifest(string image) =>
        $"""
            ---
            # Source: {Release}/templates/{Name}.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {Name}
              labels:
                app.kubernetes.io/managed-by: Helm
                app.kubernetes.io/name: {Name}
            spec:
              replicas: {Replicas.ToString(CultureInfo.InvariantCulture)}
              selector:
                matchLabels:
                  app.kubernetes.io/name: {Name}
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: {Name}
                spec:
                  containers:
                    - name: main
                      image: {image}

            """;

    /// <summary>The live object, running <see cref="Image"/>.</summary>
    public JsonObject Live(string ns, DateTimeOffset wrote, DemoCounts counts) =>
        new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["generation"] = 9,
                ["creationTimestamp"] = DemoContent.Time(wrote.AddDays(-80)),
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "Helm", ["app.kubernetes.io/name"] = Name },
                ["annotations"] = new JsonObject
                {
                    ["deployment.kubernetes.io/revision"] = "9",
                    ["meta.helm.sh/release-name"] = Release,
                    ["meta.helm.sh/release-namespace"] = ns,
                },
                ["managedFields"] = new JsonArray(
                    new JsonObject
                    {
                        ["manager"] = "helm",
                        ["operation"] = "Update",
                        ["apiVersion"] = "apps/v1",
                        ["time"] = DemoContent.Time(wrote),
                    }
                ),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = counts.Desired,
                ["progressDeadlineSeconds"] = 600,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = Name } },
                ["template"] = Template(Image),
            },
            ["status"] = new JsonObject
            {
                ["observedGeneration"] = 9,
                ["replicas"] = counts.Updated + counts.Old,
                ["updatedReplicas"] = counts.Updated,
                ["readyReplicas"] = counts.Available,
                ["availableReplicas"] = counts.Available,
                ["conditions"] = new JsonArray(
                    Condition(
                        "Available",
                        counts.Serves,
                        counts.Serves ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                        counts.Serves ? "Deployment has minimum availability." : "Deployment does not have minimum availability."
                    ),
                    Condition(
                        "Progressing",
                        !counts.Stalled,
                        counts.Stalled ? "ProgressDeadlineExceeded" : "NewReplicaSetAvailable",
                        counts.Stalled
                            ? $"ReplicaSet \"{Name}-7d9c5\" has timed out progressing."
                            : $"ReplicaSet \"{Name}-7d9c5\" has successfully progressed."
                    )
                ),
            },
        };

    /// <summary>The newest ReplicaSet of a Deployment that was added before.</summary>
    public JsonObject ReplicaSet(JsonObject deployment, string suffix, string revision, string image, int replicas, int ready) =>
        new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{Name}-{suffix}",
                ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = Name },
                ["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = revision },
                ["ownerReferences"] = Owner(deployment, "Deployment"),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["template"] = Template(image) },
            ["status"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
            },
        };

    /// <summary>A pod of a ReplicaSet whose image cannot be pulled.</summary>
    public JsonObject BrokenPod(JsonObject replicaSet, int number) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{(string)replicaSet["metadata"]!["name"]!}-x{number.ToString(CultureInfo.InvariantCulture)}",
                ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = Name },
                ["ownerReferences"] = Owner(replicaSet, "ReplicaSet"),
            },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = Image }) },
            ["status"] = new JsonObject
            {
                ["phase"] = "Pending",
                ["containerStatuses"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "main",
                        ["ready"] = false,
                        ["restartCount"] = 0,
                        ["state"] = new JsonObject
                        {
                            ["waiting"] = new JsonObject
                            {
                                ["reason"] = "ImagePullBackOff",
                                ["message"] = $"Back-off pulling image \"{Image}\"",
                            },
                        },
                    }
                ),
            },
        };

    private JsonObject Template(string image) =>
        new()
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = Name } },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "main",
                        ["image"] = image,
                        ["imagePullPolicy"] = "IfNotPresent",
                    }
                ),
            },
        };

    private static JsonObject Condition(string type, bool holds, string reason, string message) =>
        new()
        {
            ["type"] = type,
            ["status"] = holds ? "True" : "False",
            ["reason"] = reason,
            ["message"] = message,
        };

    private static JsonArray Owner(JsonObject owner, string kind) =>
        new(
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = kind,
                ["name"] = (string)owner["metadata"]!["name"]!,
                ["uid"] = (string)owner["metadata"]!["uid"]!,
                ["controller"] = true,
            }
        );
}
