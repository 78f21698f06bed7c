using System.Globalization;
using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// Lists that Kubernetes merges as maps, and by which members (the patchMergeKey and x-kubernetes-list-map-keys of its own types).
/// </summary>
internal static class ManifestLists
{
    private static readonly string[] ByName = ["name"];
    private static readonly string[] ByContainerPort = ["containerPort", "protocol"];
    private static readonly string[] ByPort = ["port", "protocol"];

    /// <summary>
    /// The members that identify the list's items, or empty for a list whose order matters. <paramref name="field"/>: the list's own name.
    /// </summary>
    public static ReadOnlySpan<string> KeysOf(string field, JsonElement list)
    {
        switch (field)
        {
            case "containers"
            or "initContainers"
            or "ephemeralContainers"
            or "volumes"
            or "env"
            or "imagePullSecrets"
            or "secrets"
            or "webhooks"
            or "versions"
            or "resourceClaims":
                return ByName;
            case "ports":
                return list.GetArrayLength() == 0 ? []
                    : list[0].ValueKind != JsonValueKind.Object ? []
                    : list[0].TryGetProperty("containerPort", out _) ? ByContainerPort
                    : ByPort;
            case "volumeMounts":
                return new[] { "mountPath" };
            case "volumeDevices":
                return new[] { "devicePath" };
            case "hostAliases":
                return new[] { "ip" };
            case "topologySpreadConstraints":
                return new[] { "topologyKey", "whenUnsatisfiable" };
            case "volumeClaimTemplates":
                return new[] { "metadata" };
            case "ownerReferences":
                return new[] { "uid" };
            default:
                return [];
        }
    }

    /// <summary>One item's key as it is shown: <c>name=web</c>, <c>port=80,protocol=TCP</c>; null if a member is missing.</summary>
    public static string? KeyOf(JsonElement item, ReadOnlySpan<string> keys)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        var text = "";
        foreach (var key in keys)
        {
            string? value;
            if (key == "metadata")
                value =
                    item.TryGetProperty(key, out var meta)
                    && meta.ValueKind == JsonValueKind.Object
                    && meta.TryGetProperty("name", out var name)
                        ? Scalar(name)
                        : null;
            else if (item.TryGetProperty(key, out var member) && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                value = member.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : Scalar(member);
            else
                value = null;
            if (key == "protocol" && string.IsNullOrEmpty(value))
                value = "TCP";
            if (value is null)
                return null;
            text += (text.Length == 0 ? "" : ",") + (key == "metadata" ? "name" : key) + "=" + value;
        }
        return text.Length == 0 ? null : text;
    }

    /// <summary>A string unchanged, anything else as JSON, a whole number without a fraction.</summary>
    public static string Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetInt64(out var whole) => whole.ToString(CultureInfo.InvariantCulture),
            JsonValueKind.Undefined => "",
            _ => value.GetRawText(),
        };
}
