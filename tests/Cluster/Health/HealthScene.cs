using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using k8s.Models;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>
/// A namespace of a real control plane in which workloads are brought into a state, judged, and shown to the real <c>kubectl rollout
/// status</c>.
/// </summary>
internal sealed class HealthScene(ControlPlane plane, string space)
{
    public ControlPlane Plane => plane;

    public string Space => space;

    public static async Task<HealthScene> OpenAsync(ControlPlane plane) => new(plane, await plane.CreateNamespaceAsync("health"));

    /// <summary>
    /// Creates an apps/v1 object whose pods are labelled <c>app=NAME</c> and run <paramref name="image"/>. <paramref name="spec"/> holds
    /// further members of its spec, as JSON.
    /// </summary>
    public Task CreateAsync(string kind, string name, string spec, string image = "web:v1")
    {
        var body = JsonNode.Parse(spec)!.AsObject();
        body["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } };
        var template = body["template"]?.AsObject() ?? [];
        template["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } };
        var pod = template["spec"]?.AsObject() ?? [];
        pod["containers"] = Containers(image);
        template["spec"] = pod.DeepClone();
        body["template"] = template.DeepClone();
        return plane.PostAsync(
            $"apis/apps/v1/namespaces/{space}/{Plural(kind)}",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = body,
            }
        );
    }

    /// <summary>Creates the Deployment web, which runs web:v1.</summary>
    public Task CreateDeploymentAsync(int replicas, Action<V1DeploymentSpec>? edit = null) =>
        plane.Second.CreateDeploymentAsync(space, "web", replicas, "web:v1", deployment => edit?.Invoke(deployment.Spec));

    public Task CreateAsync(string collection, string json) => plane.PostAsync($"{collection}", JsonNode.Parse(json)!.AsObject());

    public async Task PatchAsync(string kind, string name, string patch) =>
        Assert.NotNull(await plane.PatchAsync(PathOf(kind, name), JsonNode.Parse(patch)!.AsObject()));

    public async Task PatchStatusAsync(string kind, string name, string status) =>
        Assert.NotNull(await plane.PatchAsync(PathOf(kind, name) + "/status", new JsonObject { ["status"] = JsonNode.Parse(status) }));

    public Task SetImageAsync(string kind, string name, string image) =>
        PatchAsync(
            kind,
            name,
            new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = Containers(image) } },
                },
            }.ToJsonString()
        );

    /// <summary>Waits until the controllers have brought the object to where <paramref name="there"/> holds, then gives it.</summary>
    public async Task<KubeObject> UntilAsync(string kind, string name, Func<JsonElement, bool> there)
    {
        while (true)
        {
            var item = await ReadAsync(PathOf(kind, name));
            if (item.Json.Number("status", "observedGeneration") is not { } observed || observed >= item.Meta.Generation)
            {
                if (there(item.Json))
                    return item;
            }
            await Task.Delay(25);
        }
    }

    /// <summary>Waits until this many pods of the image exist.</summary>
    public async Task UntilPodsAsync(string image, int count)
    {
        while ((await PodsAsync(image)).Count != count)
            await Task.Delay(25);
    }

    public async Task<List<KubeObject>> PodsAsync(string image) =>
        [
            .. (await ListAsync($"api/v1/namespaces/{space}/pods")).Where(pod =>
                pod.Json.Items("spec", "containers").Any(container => container.Text("image") == image)
            ),
        ];

    public async Task<List<KubeObject>> ListAsync(string collection) =>
        [.. (await ReadAsync(collection)).Json.Items("items").Select(item => new KubeObject(item))];

    /// <summary>Says for the kubelet that the pod runs, and whether it is ready.</summary>
    public Task SetReadyAsync(KubeObject pod, bool ready)
    {
        var status = ready ? "True" : "False";
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return PatchStatusAsync(
            "Pod",
            pod.Meta.Name,
            $$"""
            { "phase": "Running", "conditions": [ { "type": "Ready", "status": "{{status}}", "lastTransitionTime": "{{now}}" }, {
              "type": "PodScheduled", "status": "True" } ] }
            """
        );
    }

    public async Task SetReadyAsync(string image, bool ready, int count = int.MaxValue)
    {
        foreach (var pod in (await PodsAsync(image)).Take(count))
            await SetReadyAsync(pod, ready);
    }

    /// <summary>Pods become ready as they come, until the Deployment is as its spec wants it.</summary>
    public Task<KubeObject> FinishAsync(string kind, string name) =>
        FinishAsync(kind, name, json => HealthText.IsFine(WorkloadJudge.Judge(new KubeObject(json), null, true, 0, kind).Verdict));

    public async Task<KubeObject> FinishAsync(string kind, string name, Func<JsonElement, bool> there)
    {
        await using (plane.KeepPodsReady(space))
            return await UntilAsync(kind, name, there);
    }

    /// <summary>What the real kubectl answers now, without waiting: its exit code and its first line.</summary>
    public async Task<(int ExitCode, string Line)> RolloutStatusAsync(string kind, string name)
    {
        var result = await plane.Kubectl("rollout", "status", $"{kind.ToLowerInvariant()}/{name}", "-n", space, "--watch=false");
        return (result.ExitCode, (result.Output + result.Error).Trim().Split('\n')[0]);
    }

    /// <summary>
    /// The object, in the state that docs/health.md lists under this name: judged as it says there, and kubectl prints what it says there.
    /// If the two answers (done, not yet, failed) are not the same, the state must stand in the table of the differences.
    /// </summary>
    public async Task<WorkloadHealth> ExpectAsync(
        string state,
        KubeObject item,
        string kind,
        string verdict,
        string kubectl,
        HpaFacts? hpa = null
    )
    {
        var judged = WorkloadJudge.Judge(item, hpa, true, 0.10, kind);
        Assert.Equal(verdict, HealthText.Of(judged.Verdict));
        var (exitCode, line) = await RolloutStatusAsync(kind, item.Meta.Name);
        Assert.Equal(kubectl, line);
        var theirs =
            exitCode != 0
                ? line.Contains("only available for", StringComparison.Ordinal)
                    ? "no judge"
                    : "failed"
                : line.Contains("successfully rolled out", StringComparison.Ordinal)
                || line.Contains("roll out complete", StringComparison.Ordinal)
                    ? "done"
                    : "not yet";
        var ours = judged.Verdict switch
        {
            WorkloadVerdict.Healthy or WorkloadVerdict.WithinTolerance => "done",
            WorkloadVerdict.Progressing or WorkloadVerdict.Degraded => "not yet",
            WorkloadVerdict.Stalled => "failed",
            _ => "none of these",
        };
        var table = theirs == "no judge" || theirs == ours ? HealthDocument.Same : HealthDocument.Differences;
        Assert.Contains((state, verdict, kubectl), table.Select(row => (row[0], row[1], row[2])));
        return judged;
    }

    public async Task<KubeObject> ReadAsync(string path) => KubeObject.Parse((await plane.GetAsync(path))!.ToJsonString());

    public string PathOf(string kind, string name) =>
        kind switch
        {
            "Pod" or "ResourceQuota" or "PersistentVolumeClaim" => $"api/v1/namespaces/{space}/{Plural(kind)}/{name}",
            "Job" => $"apis/batch/v1/namespaces/{space}/jobs/{name}",
            "HorizontalPodAutoscaler" => $"apis/autoscaling/v1/namespaces/{space}/{Plural(kind)}/{name}",
            _ => $"apis/apps/v1/namespaces/{space}/{Plural(kind)}/{name}",
        };

    private static string Plural(string kind) => kind.ToLowerInvariant() + "s";

    private static JsonArray Containers(string image) => [new JsonObject { ["name"] = "app", ["image"] = image }];
}

/// <summary>The two tables of docs/health.md, each row as its cells without back-ticks.</summary>
internal static class HealthDocument
{
    /// <summary>States in which kubectl answers the same, or is no judge.</summary>
    public static IReadOnlyList<string[]> Same { get; } = Table("## Where `kubectl rollout status` gives the same answer");

    /// <summary>States in which the answers differ, and why.</summary>
    public static IReadOnlyList<string[]> Differences { get; } = Table("## Where the answers differ");

    private static List<string[]> Table(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(TestPrograms.RepositoryRoot, "docs/health.md"));
        return
        [
            .. lines
                .SkipWhile(line => line != heading)
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray()),
        ];
    }
}
