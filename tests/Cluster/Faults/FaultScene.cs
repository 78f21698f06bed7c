using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>A namespace that has something of all that the tool asks for.</summary>
internal sealed record FaultScene(ControlPlane Plane, string Space)
{
    public static async Task<FaultScene> OpenAsync(ControlPlane plane)
    {
        var space = await plane.CreateNamespaceAsync("faults");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        await plane.Second.CreateDeploymentAsync(space, "web", 1, "web:v1");
        await plane.Second.CreateAutoscalerAsync(space, "web", "web", 1, 2, 80);
        await plane.MakeHealthyAsync(space);
        return new FaultScene(plane, space);
    }

    /// <summary>The resourceVersion of now.</summary>
    public async Task<string> VersionAsync() => (string)(await Plane.GetAsync(Secrets))!["metadata"]!["resourceVersion"]!;

    /// <summary>An object of its own for one request that changes something.</summary>
    public Task<JsonObject> CreateAsync(string name) => Plane.PostAsync(Secrets, Body(name));

    /// <summary>The object of that name; null if it is not there.</summary>
    public Task<JsonObject?> FindAsync(string name) => Plane.GetAsync($"{Secrets}/{name}");

    public JsonObject Body(string name) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = Space,
                ["labels"] = new JsonObject { ["name"] = name },
            },
        };

    private string Secrets => $"api/v1/namespaces/{Space}/secrets";
}
