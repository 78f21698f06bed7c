using System.Text.Json;

namespace Helmstuck.Kube.Resources;

/// <summary>One object of the cluster as JSON. The element must outlive this object (clone it out of a disposed document).</summary>
internal sealed class KubeObject(JsonElement json)
{
    public JsonElement Json { get; } = json;

    public string ApiVersion => Json.Text("apiVersion") ?? "";

    public string Kind => Json.Text("kind") ?? "";

    public ObjectMeta Meta
    {
        get => field ??= ObjectMeta.From(Json);
        private set;
    }

    /// <summary>Parses one object; throws <see cref="JsonException"/> on text that is not JSON.</summary>
    public static KubeObject Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new KubeObject(document.RootElement.Clone());
    }
}
