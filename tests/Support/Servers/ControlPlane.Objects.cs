using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Support;

internal sealed partial class ControlPlane
{
    private int _namespaces;

    /// <summary>A new namespace whose name begins with <paramref name="prefix"/>; its name.</summary>
    public async Task<string> CreateNamespaceAsync(string prefix = "test")
    {
        var name = $"{prefix}-{Interlocked.Increment(ref _namespaces)}";
        await PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        return name;
    }

    /// <summary>Reads an API path as admin; null if it is not there (404). Any other failure throws.</summary>
    public Task<JsonObject?> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, "application/json");

    /// <summary>Creates an object at an API path (the path of its collection) as admin.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject body) =>
        (await SendAsync(HttpMethod.Post, path, body, "application/json"))!;

    /// <summary>Merges <paramref name="patch"/> into the object at an API path as admin; null if it is not there.</summary>
    public Task<JsonObject?> PatchAsync(string path, JsonObject patch) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json");

    /// <summary>Deletes the object at an API path as admin; null if it was not there.</summary>
    public Task<JsonObject?> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, [], "application/json");

    /// <summary>
    /// Does what a kubelet would: sets every Pod of the namespace that is not ready yet to Running and Ready. Returns how many it set.
    /// One pass: a Deployment that still rolls makes more Pods afterwards (<see cref="MakeHealthyAsync"/>, <see cref="KeepPodsReady"/>).
    /// </summary>
    public async Task<int> MakePodsReadyAsync(string space)
    {
        var pods = (await GetAsync($"api/v1/namespaces/{space}/pods"))!["items"]?.AsArray() ?? [];
        var changed = 0;
        foreach (var pod in pods.Where(pod => !IsReady(pod!)))
        {
            var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            var conditions = new[] { "Initialized", "Ready", "ContainersReady", "PodScheduled" }.Select(type => new JsonObject
            {
                ["type"] = type,
                ["status"] = "True",
                ["lastTransitionTime"] = now,
            });
            var status = new JsonObject
            {
                ["phase"] = "Running",
                ["startTime"] = now,
                ["conditions"] = new JsonArray([.. conditions]),
            };
            if (
                await PatchAsync(
                    $"api/v1/namespaces/{space}/pods/{pod!["metadata"]!["name"]}/status",
                    new JsonObject { ["status"] = status }
                )
                is not null
            )
                changed++;
        }
        return changed;
    }

    /// <summary>
    /// Makes Pods ready until every Deployment of the namespace is rolled out: all replicas updated, available, no other ones left.
    /// </summary>
    public async Task MakeHealthyAsync(string space)
    {
        while (true)
        {
            await MakePodsReadyAsync(space);
            var deployments = (await GetAsync($"apis/apps/v1/namespaces/{space}/deployments"))!["items"]!.AsArray();
            if (deployments.All(deployment => IsRolledOut(deployment!)))
                return;
            await Task.Delay(50);
        }
    }

    /// <summary>Makes the namespace's Pods ready as they come, until disposed: what a `helm upgrade --wait` needs to succeed.</summary>
    public IAsyncDisposable KeepPodsReady(string space) =>
        new Background(async cancel =>
        {
            while (!cancel.IsCancellationRequested)
            {
                await MakePodsReadyAsync(space);
                await Task.Delay(100, cancel);
            }
        });

    private static bool IsReady(JsonNode pod) =>
        pod["status"]
            ?["conditions"]?.AsArray()
            .Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") == true;

    private static bool IsRolledOut(JsonNode deployment)
    {
        var status = deployment["status"]!;
        var desired = (int?)deployment["spec"]!["replicas"] ?? 1;
        return (long?)status["observedGeneration"] == (long?)deployment["metadata"]!["generation"]
            && ((int?)status["replicas"] ?? 0) == desired
            && ((int?)status["updatedReplicas"] ?? 0) == desired
            && ((int?)status["availableReplicas"] ?? 0) == desired;
    }

    private async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonObject? body, string contentType)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        using var answer = await Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private sealed class Background : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _work;

        public Background(Func<CancellationToken, Task> work) => _work = Task.Run(() => work(_stop.Token));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _work.ContinueWith(work => work.IsFaulted ? work : Task.CompletedTask, TaskScheduler.Default).Unwrap();
            _stop.Dispose();
        }
    }
}
