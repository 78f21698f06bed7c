using System.Buffers;
using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Live;

/// <summary>
/// Converts a manifest to the API version that the cluster returns: Kubernetes removes old versions of its own kinds while the objects
/// remain.
/// </summary>
internal static class LiveVersions
{
    /// <summary>
    /// The manifest itself if both versions have the same shape, a rewritten copy for an Ingress and an HPA of an older shape, null if the
    /// shapes differ or are not known (custom resources, CustomResourceDefinition v1beta1).
    /// </summary>
    public static JsonElement? Align(JsonElement manifest, string liveVersion)
    {
        var version = manifest.Text("apiVersion") ?? "";
        if (version == liveVersion || liveVersion.Length == 0)
            return manifest;
        var kind = manifest.Text("kind") ?? "";
        if (!ManifestKinds.IsBuiltIn(version) || !ManifestKinds.IsBuiltIn(liveVersion))
            return null;
        return kind switch
        {
            "Ingress" => liveVersion == "networking.k8s.io/v1" ? Rewrite(manifest, Ingress)
            : version == "networking.k8s.io/v1" ? null
            : manifest,
            "HorizontalPodAutoscaler" => (version, liveVersion) switch
            {
                ("autoscaling/v2" or "autoscaling/v2beta2", "autoscaling/v2" or "autoscaling/v2beta2") => manifest,
                ("autoscaling/v1", "autoscaling/v2" or "autoscaling/v2beta2") => Rewrite(manifest, Autoscaler),
                _ => null,
            },
            "CustomResourceDefinition" => null,
            _ => manifest,
        };
    }

    private static JsonElement Rewrite(JsonElement manifest, Action<Utf8JsonWriter, JsonElement> spec)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in manifest.EnumerateObject())
            {
                if (member.Name == "spec" && member.Value.ValueKind == JsonValueKind.Object)
                {
                    writer.WritePropertyName("spec");
                    spec(writer, member.Value);
                }
                else
                {
                    member.WriteTo(writer);
                }
            }
            writer.WriteEndObject();
        }
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>targetCPUUtilizationPercentage becomes a metric.</summary>
    private static void Autoscaler(Utf8JsonWriter writer, JsonElement spec)
    {
        writer.WriteStartObject();
        foreach (var member in spec.EnumerateObject())
        {
            if (member.Name != "targetCPUUtilizationPercentage")
            {
                member.WriteTo(writer);
                continue;
            }
            if (member.Value.ValueKind != JsonValueKind.Number)
                continue;
            writer.WriteStartArray("metrics");
            writer.WriteStartObject();
            writer.WriteString("type", "Resource");
            writer.WriteStartObject("resource");
            writer.WriteString("name", "cpu");
            writer.WriteStartObject("target");
            writer.WriteString("type", "Utilization");
            writer.WritePropertyName("averageUtilization");
            member.Value.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    /// <summary>
    /// <c>backend</c> becomes <c>defaultBackend</c> at the top, and every backend names its service and port the new way.
    /// </summary>
    private static void Ingress(Utf8JsonWriter writer, JsonElement spec)
    {
        writer.WriteStartObject();
        foreach (var member in spec.EnumerateObject())
        {
            writer.WritePropertyName(member.Name == "backend" ? "defaultBackend" : member.Name);
            Backends(writer, member.Name == "backend" ? "backend" : "", member.Value);
        }
        writer.WriteEndObject();
    }

    private static void Backends(Utf8JsonWriter writer, string field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when field == "backend" && value.TryGetProperty("serviceName", out var service):
                writer.WriteStartObject();
                writer.WriteStartObject("service");
                writer.WritePropertyName("name");
                service.WriteTo(writer);
                if (value.TryGetProperty("servicePort", out var port))
                {
                    writer.WriteStartObject("port");
                    writer.WritePropertyName(port.ValueKind == JsonValueKind.Number ? "number" : "name");
                    port.WriteTo(writer);
                    writer.WriteEndObject();
                }
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Backends(writer, member.Name, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Backends(writer, "", item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
