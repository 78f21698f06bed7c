using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>States of custom resources that run pods, and what is said of them.</summary>
internal static class CustomStates
{
    public const string Fine = "healthy, workloads pass, helm-idle pass";
    public const string Moving = "progressing, workloads fail, helm-idle fail";
    public const string Broken = "degraded, workloads fail, helm-idle pass";
    public const string Failing = "degraded, workloads fail, helm-idle fail";
    public const string Paused = "paused, workloads fail, helm-idle pass";
    public const string Stalled = "stalled, workloads fail, helm-idle pass";
    public const string Unknown = "unknown, workloads unknown, helm-idle unknown";

    public static async Task<string> TellAsync(SharedControlPlane shared, CustomKind kind, string name, params CustomState[] states)
    {
        var said = new StringBuilder();
        foreach (var state in states)
        {
            var scene = await StuckScene.OpenAsync(await shared.GetAsync());
            await kind.DefineAsync(scene.Plane);
            await scene.BeginAsync(Manifest(kind, name, Object(state.Spec)));
            await kind.WriteAsync(scene.Plane, scene.Space, name, Object(state.Spec), Object(state.Status));
            said.Append(await scene.ExpectAsync(state.Name, state.Expected));
        }
        return said.ToString();
    }

    public static string Manifest(CustomKind kind, string name, string spec) =>
        $"apiVersion: {kind.ApiVersion}\nkind: {kind.Kind}\nmetadata:\n  name: {name}\nspec: {spec}\n";

    public static string Object(string[] members) => $"{{ {string.Join(", ", members)} }}";

    public static string Text(string name, string value) => $"\"{name}\": \"{value}\"";

    public static string Is(string name, string value) => $"\"{name}\": {value}";

    /// <summary>As the controllers write them, without those that are 0.</summary>
    public static string[] Counts(int all, int updated, int available) =>
        [
            .. new[] { ("replicas", all), ("updatedReplicas", updated), ("readyReplicas", available), ("availableReplicas", available) }
                .Where(count => count.Item2 > 0)
                .Select(count => Is(count.Item1, $"{count.Item2}")),
        ];

    public static string Conditions(params string[] conditions) => $"\"conditions\": [ {string.Join(", ", conditions)} ]";

    public static string Condition(string type, string status, string reason = "", string message = "", string since = "") =>
        new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = since.Length == 0 ? null : since,
        }.ToJsonString();
}
