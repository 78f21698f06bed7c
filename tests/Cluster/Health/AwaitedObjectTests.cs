using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>
/// Objects that are no workloads and for which a Helm with --wait waits: what <see cref="ObjectStatus"/> says of each state, held against
/// a real Helm 4 that waits for it, and what the check says of it.
/// </summary>
public sealed class AwaitedObjectTests(SharedControlPlane shared)
{
    private const string Group = "waiting.example.test";
    private const string Kind = "Secretlike";
    private static readonly Lazy<Task<string>> None = new(() => Task.FromResult(""));
    private static Lazy<Task<string>> s_definition = None;

    private static string Manifest(string name) => $"apiVersion: {Group}/v1\nkind: {Kind}\nmetadata:\n  name: {name}\nspec: {{}}\n";

    private static JsonObject Condition(string type, string status, string reason, DateTime since) =>
        new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["lastTransitionTime"] = since.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        };

    /// <summary>A kind whose objects may hold anything, with a status of its own; once for the whole control plane.</summary>
    private static async Task DefineAsync(ControlPlane plane)
    {
        var mine = new Lazy<Task<string>>(() => CreateAsync(plane));
        Interlocked.CompareExchange(ref s_definition, mine, None);
        await s_definition.Value;
    }

    private static async Task<string> CreateAsync(ControlPlane plane)
    {
        var name = $"secretlikes.{Group}";
        await plane.PostAsync(
            "apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            JsonNode
                .Parse(
                    $$"""
                    { "metadata": { "name": "{{name}}" },
                      "spec": { "group": "{{Group}}", "scope": "Namespaced",
                        "names": { "plural": "secretlikes", "singular": "secretlike", "kind": "{{Kind}}" },
                        "versions": [ { "name": "v1", "served": true, "storage": true, "subresources": { "status": {} },
                          "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } } ] } }
                    """
                )!
                .AsObject()
        );
        while (await plane.GetAsync($"apis/{Group}/v1/namespaces/default/secretlikes") is null)
            await Task.Delay(50);
        return name;
    }

    private static Task<JsonObject?> PatchAsync(ControlPlane plane, string space, string name, JsonObject status) =>
        plane.PatchAsync($"apis/{Group}/v1/namespaces/{space}/secretlikes/{name}/status", new JsonObject { ["status"] = status });

    private static async Task<JsonElement> IdleAsync(ControlPlane plane, string space, ClusterUser? user = null, TimeSpan? longest = null)
    {
        using var cli = new ClusterCli(plane, user ?? plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1), longestTimeout: longest);
        var result = await cli.RunAsync("explain", "web", "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement
            .Parse(result.Out)
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == "helm-idle")
            .Clone();
    }

    private static (string? State, string Summary) Said(JsonElement check) =>
        (check.GetProperty("state").GetString(), check.GetProperty("summary").GetString()!);

    /// <summary>A release whose stuck revision has an object of that kind, which was made after the operation began.</summary>
    private async Task<(ControlPlane Plane, string Space)> StuckAsync(params string[] names)
    {
        var plane = await shared.GetAsync();
        await DefineAsync(plane);
        var space = await plane.CreateNamespaceAsync("await");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        await plane.SeedAsync(
            new SeedRecord(space, "web", 2, "pending-upgrade") { Manifest = string.Join("---\n", names.Select(Manifest)) }
        );
        foreach (var name in names)
            await plane.PostAsync(
                $"apis/{Group}/v1/namespaces/{space}/secretlikes",
                new JsonObject
                {
                    ["apiVersion"] = $"{Group}/v1",
                    ["kind"] = Kind,
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["spec"] = new JsonObject(),
                }
            );
        return (plane, space);
    }

    /// <summary>Each state, and whether Helm 4 with --wait goes on waiting.</summary>
    public static TheoryData<string, bool> States =>
        new()
        {
            { "{}", false },
            { """{ "conditions": [ { "type": "Ready", "status": "True" } ] }""", false },
            { """{ "conditions": [ { "type": "Ready", "status": "False", "reason": "SecretSyncedError" } ] }""", true },
            { """{ "conditions": [ { "type": "Ready", "status": "Unknown" } ] }""", true },
            { """{ "observedGeneration": 99 }""", true },
            { """{ "observedGeneration": 1, "conditions": [ { "type": "Reconciling", "status": "True" } ] }""", true },
            { """{ "conditions": [ { "type": "Stalled", "status": "True" }, { "type": "Ready", "status": "True" } ] }""", true },
            { """{ "conditions": [ { "type": "Stalled", "status": "False" }, { "type": "Ready", "status": "True" } ] }""", false },
            { """{ "conditions": [ { "type": "Available", "status": "False" } ] }""", false },
            { """{ "conditions": [ { "type": "Synced", "status": "False" } ] }""", false },
        };

    [Theory, MemberData(nameof(States))]
    public async Task Real_Helm_4_waits_for_what_is_called_not_ready(string status, bool waits)
    {
        var plane = await shared.GetAsync();
        await DefineAsync(plane);
        var space = await plane.CreateNamespaceAsync("await");
        var chart = new TestChart { Templates = new Dictionary<string, string> { ["one.yaml"] = Manifest("one") } }.Write(plane.Folder);
        (await plane.Helm4("install", "web", chart, "-n", space)).MustSucceed();
        await PatchAsync(plane, space, "one", JsonNode.Parse(status)!.AsObject());
        var upgraded = await plane.Helm4("upgrade", "web", chart, "-n", space, "--wait", "--timeout", "4s");
        Assert.Equal(waits, upgraded.ExitCode != 0);

        var live = await plane.GetAsync($"apis/{Group}/v1/namespaces/{space}/secretlikes/one");
        Assert.Equal(waits, ObjectStatus.NotReady(new KubeObject(JsonElement.Parse(live!.ToJsonString()))) is { WaitedFor: "Helm 4" });
    }

    [Fact]
    public async Task An_object_that_became_unready_in_the_operation_fails()
    {
        var (plane, space) = await StuckAsync("opt");
        await PatchAsync(
            plane,
            space,
            "opt",
            new JsonObject { ["conditions"] = new JsonArray(Condition("Ready", "False", "SyncError", DateTime.UtcNow.AddMinutes(1))) }
        );
        var (state, summary) = Said(await IdleAsync(plane, space));
        Assert.Equal("fail", state);
        Assert.StartsWith(
            $"a Helm 4 with --wait may be waiting for {Kind}/opt (Ready=False, SyncError since ",
            summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_object_that_was_unready_before_only_warns()
    {
        var (plane, space) = await StuckAsync("opt");
        await PatchAsync(
            plane,
            space,
            "opt",
            new JsonObject { ["conditions"] = new JsonArray(Condition("Ready", "False", "SyncError", DateTime.UtcNow.AddDays(-2))) }
        );
        var (state, summary) = Said(await IdleAsync(plane, space));
        Assert.Equal("warn", state);
        Assert.EndsWith("was not ready before the operation began: no sign of it", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_longest_timeout_it_only_warns()
    {
        var (plane, space) = await StuckAsync("opt");
        await PatchAsync(
            plane,
            space,
            "opt",
            new JsonObject { ["conditions"] = new JsonArray(Condition("Ready", "False", "", DateTime.UtcNow.AddMinutes(1))) }
        );
        var (state, summary) = Said(await IdleAsync(plane, space, longest: TimeSpan.FromHours(-1)));
        Assert.Equal("warn", state);
        Assert.Contains("longer than helm.longestTimeout", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_objects_of_a_kind_are_read_with_one_list_and_the_unready_one_is_named()
    {
        string[] names = ["a", "b", "c", "d", "e", "f"];
        var (plane, space) = await StuckAsync(names);
        await PatchAsync(
            plane,
            space,
            "e",
            new JsonObject { ["conditions"] = new JsonArray(Condition("Ready", "Unknown", "", DateTime.UtcNow.AddMinutes(1))) }
        );
        var (state, summary) = Said(await IdleAsync(plane, space));
        Assert.Equal("fail", state);
        Assert.Contains($"{Kind}/e (Ready=Unknown since ", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_this_user_may_not_read_is_unknown()
    {
        var (plane, space) = await StuckAsync("opt");
        var user = plane.AddTokenUser($"blind-{space}");
        await plane.GrantAsync(
            user,
            space,
            Allow.Read("secrets", "apps/deployments", "batch/jobs", "pods", "autoscaling/horizontalpodautoscalers")
        );
        var (state, summary) = Said(await IdleAsync(plane, space, user));
        Assert.Equal("unknown", state);
        Assert.Contains($"whether {Kind}/opt is ready is unknown: ", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_load_balancer_without_an_address_fails_for_Helm_3()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("await");
        const string balancer =
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: lb\nspec:\n  type: LoadBalancer\n  ports:\n  - port: 80\n";
        var chart = new TestChart { Templates = new Dictionary<string, string> { ["lb.yaml"] = balancer } }.Write(plane.Folder);
        Assert.NotEqual(0, (await plane.Helm3("install", "web", chart, "-n", space, "--wait", "--timeout", "4s")).ExitCode);
        await plane.DeleteAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v1");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "pending-install") { Manifest = balancer });
        await plane.DeleteAsync($"api/v1/namespaces/{space}/services/lb");
        await plane.PostAsync(
            $"api/v1/namespaces/{space}/services",
            JsonNode
                .Parse("""{ "metadata": { "name": "lb" }, "spec": { "type": "LoadBalancer", "ports": [ { "port": 80 } ] } }""")!
                .AsObject()
        );
        var (state, summary) = Said(await IdleAsync(plane, space));
        Assert.Equal("fail", state);
        Assert.StartsWith(
            "a Helm 3 with --wait may be waiting for Service/lb (it has no load balancer address",
            summary,
            StringComparison.Ordinal
        );
    }
}
