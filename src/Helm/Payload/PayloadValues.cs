using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Payload;

/// <summary>The user-supplied values of a record (Helm: release.go Release.Config).</summary>
internal static class PayloadValues
{
    private const int MaxDepth = 10_000;

    /// <summary>The digest of the record's values; null if they cannot be read.</summary>
    public static string? Digest(StorageDriver driver, KubeObject record)
    {
        if (PayloadLayers.Unwrap(driver, record.Json.Utf8("data", "release") ?? []) is not { Length: > 0 } body)
            return null;
        try
        {
            using var json = PayloadLayers.Open(body);
            if (ReadAll(json) is not { } bytes)
                return null;
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? DigestOf(document.RootElement) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private static string? DigestOf(JsonElement release)
    {
        // Go matches a member's name without regard to case, and a later one is merged over an earlier one.
        var found = release.EnumerateObject().Where(one => one.Name.Equals("config", StringComparison.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            // Helm leaves empty values out.
            [] or [{ Value.ValueKind: JsonValueKind.Null }] => ValuesDigest.Of([JsonElement.Parse("{}")]),
            [{ Value: { ValueKind: JsonValueKind.Object } values }] => ValuesDigest.Of([values]),
            _ => null,
        };
    }

    /// <summary>Null if there is more than is read of any payload.</summary>
    private static ReadOnlyMemory<byte>? ReadAll(Stream json)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (json.Read(buffer) is > 0 and var count)
        {
            if (all.Length + count > PayloadLayers.MaxJsonBytes)
                return null;
            all.Write(buffer, 0, count);
        }
        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }
}
