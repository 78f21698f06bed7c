using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>A kind of another project, served by a real API server: its objects may hold anything.</summary>
internal sealed record CustomKind(string Group, string Version, string Kind, string Plural)
{
    private static readonly ConcurrentDictionary<(ControlPlane, string), Lazy<Task>> s_defined = new();

    public string ApiVersion => $"{Group}/{Version}";

    public string Path(string space) => $"apis/{ApiVersion}/namespaces/{space}/{Plural}";

    /// <summary>Creates its CustomResourceDefinition, once for a control plane, and waits until it is served.</summary>
    public Task DefineAsync(ControlPlane plane) =>
        s_defined.GetOrAdd((plane, $"{Plural}.{Group}"), _ => new Lazy<Task>(() => CreateAsync(plane))).Value;

    private async Task CreateAsync(ControlPlane plane)
    {
        await plane.PostAsync(
            "apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            JsonNode
                .Parse(
                    $$"""
                    { "metadata": { "name": "{{Plural}}.{{Group}}", "annotations": { "api-approved.kubernetes.io": "unapproved, a test" } },
                      "spec": { "group": "{{Group}}", "scope": "Namespaced",
                        "names": { "plural": "{{Plural}}", "singular": "{{Kind.ToLowerInvariant()}}", "kind": "{{Kind}}" },
                        "versions": [ { "name": "{{Version}}", "served": true, "storage": true,
                          "subresources": { "status": { } },
                          "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } } ] } }
                    """
                )!
                .AsObject()
        );
        while (await plane.GetAsync(Path("default")) is null)
            await Task.Delay(50);
    }

    /// <summary>Creates an object and changes its spec once, so that its generation is 2; then writes its status.</summary>
    public async Task WriteAsync(ControlPlane plane, string space, string name, string spec, string status, string annotations = "{ }")
    {
        await plane.PostAsync(
            Path(space),
            new JsonObject
            {
                ["apiVersion"] = ApiVersion,
                ["kind"] = Kind,
                ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = JsonNode.Parse(annotations) },
                ["spec"] = JsonNode.Parse(spec),
            }
        );
        var changed = await plane.PatchAsync($"{Path(space)}/{name}", new JsonObject { ["spec"] = new JsonObject { ["second"] = true } });
        Assert.Equal(2, (int)changed!["metadata"]!["generation"]!);
        Assert.NotNull(await plane.PatchAsync($"{Path(space)}/{name}/status", new JsonObject { ["status"] = JsonNode.Parse(status) }));
    }
}
