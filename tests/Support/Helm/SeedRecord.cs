using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Support;

/// <summary>
/// A release record to be written straight into the cluster, as Helm would have stored it (Helm: storage/driver/secrets.go
/// newSecretsObject). Whatever is not set is what Helm would have written.
/// </summary>
internal sealed record SeedRecord(string Namespace, string Release, int Revision, string Status)
{
    /// <summary>"secret" or "configmap".</summary>
    public string Driver { get; init; } = "secret";

    /// <summary>The status inside the payload, where it is not that of the label.</summary>
    public string? PayloadStatus { get; init; }

    /// <summary>The rendered manifest.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The chart's version.</summary>
    public string ChartVersion { get; init; } = "1.0.0";

    /// <summary>What Helm says about the revision.</summary>
    public string Description { get; init; } = "seeded";

    /// <summary>Labels to be laid over Helm's own; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Labels { get; init; } = new Dictionary<string, string?>();

    /// <summary>Changes the payload before it is encoded.</summary>
    public Action<JsonObject>? Edit { get; init; }

    /// <summary>What stands in place of the whole encoded payload (for corrupt records).</summary>
    public string? EncodedPayload { get; init; }

    /// <summary>Leave out gzip: old records are plain JSON in base64.</summary>
    public bool Uncompressed { get; init; }

    /// <summary>How hard gzip tries. Helm: best.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.SmallestSize;

    /// <summary>The object's name, where it is not the one that Helm gives.</summary>
    public string? ObjectName { get; init; }

    /// <summary>The record's name in the cluster.</summary>
    public string Name => ObjectName ?? $"sh.helm.release.v1.{Release}.v{Revision.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The payload as JSON, before encoding.</summary>
    public JsonObject Payload()
    {
        var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00Z";
        var payload = new JsonObject
        {
            ["name"] = Release,
            ["info"] = new JsonObject
            {
                ["first_deployed"] = now,
                ["last_deployed"] = now,
                ["deleted"] = "",
                ["description"] = Description,
                ["status"] = PayloadStatus ?? Status,
            },
            ["chart"] = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "demo",
                    ["version"] = ChartVersion,
                    ["appVersion"] = "1.0",
                    ["apiVersion"] = "v2",
                },
                ["lock"] = null,
                ["templates"] = new JsonArray(),
                ["values"] = new JsonObject(),
                ["schema"] = null,
                ["files"] = null,
            },
            ["manifest"] = Manifest,
            ["version"] = Revision,
            ["namespace"] = Namespace,
        };
        Edit?.Invoke(payload);
        return payload;
    }

    /// <summary>The labels as they are stored.</summary>
    public IReadOnlyDictionary<string, string> StoredLabels()
    {
        var labels = new Dictionary<string, string>
        {
            ["name"] = Release,
            ["owner"] = "helm",
            ["status"] = Status,
            ["version"] = Revision.ToString(CultureInfo.InvariantCulture),
            [Status == "deployed" ? "modifiedAt" : "createdAt"] = DateTimeOffset
                .UtcNow.ToUnixTimeSeconds()
                .ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in Labels)
            if (value is null)
                labels.Remove(name);
            else
                labels[name] = value;
        return labels;
    }

    /// <summary>The payload as it is stored: JSON, gzip, base64 (a Secret's data are in base64 once more).</summary>
    public string StoredPayload() => EncodedPayload ?? Encode(Encoding.UTF8.GetBytes(Payload().ToJsonString()));

    /// <summary>The object as a server keeps it after Helm wrote it at that time.</summary>
    public JsonObject WrittenAt(DateTimeOffset time)
    {
        var item = Object();
        var began = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        item["metadata"]!["creationTimestamp"] = began;
        item["metadata"]!["managedFields"] = new JsonArray(
            new JsonObject
            {
                ["manager"] = "Helm",
                ["operation"] = "Update",
                ["time"] = began,
            }
        );
        return item;
    }

    /// <summary>The object that holds the record: a Secret (the payload in base64 once more) or a ConfigMap.</summary>
    public JsonObject Object()
    {
        var labels = new JsonObject(StoredLabels().Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        var encoded = StoredPayload();
        var metadata = new JsonObject
        {
            ["name"] = Name,
            ["namespace"] = Namespace,
            ["labels"] = labels,
        };
        return Driver switch
        {
            "secret" => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = metadata,
                ["type"] = "helm.sh/release.v1",
                ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(encoded)) },
            },
            "configmap" => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = metadata,
                ["data"] = new JsonObject { ["release"] = encoded },
            },
            _ => throw new InvalidOperationException($"unknown driver {Driver}"),
        };
    }

    private string Encode(byte[] json)
    {
        if (Uncompressed)
            return Convert.ToBase64String(json);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, Compression, leaveOpen: true))
            gzip.Write(json);
        return Convert.ToBase64String(packed.ToArray());
    }
}
