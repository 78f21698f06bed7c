using System.Globalization;
using System.Text.Json;
using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Live;

/// <summary>Whether two scalars, or a scalar and an absent field, are the same for the API server.</summary>
internal static class LiveScalars
{
    public static bool Same(LivePlace place, JsonElement manifest, JsonElement live, string kind, bool builtIn)
    {
        if (live.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return IsZero(manifest) && !(builtIn && kind != "PodSecurityPolicy" && KeepsZero(place.Field));
        if (live.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return false;
        var (wanted, there) = (ManifestLists.Scalar(manifest), ManifestLists.Scalar(live));
        if (wanted == there)
            return true;
        if (manifest.ValueKind == JsonValueKind.Number && live.ValueKind == JsonValueKind.Number && SameNumber(wanted, there))
            return true;
        if (place.IsQuantity && LiveQuantity.Parse(wanted) is { } quantity && LiveQuantity.Parse(there) is { } liveQuantity)
            return quantity == liveQuantity;
        if (builtIn && IsZero(manifest) && IsDefaulted(place.Field, there))
            return true;
        if (place.Field == "caBundle")
            return wanted is "" or "Cg==";
        // A controller with typed fields writes the durations of a custom resource in full.
        return !builtIn
            && manifest.ValueKind == JsonValueKind.String
            && live.ValueKind == JsonValueKind.String
            && LiveQuantity.ParseDuration(wanted) is { } duration
            && duration == LiveQuantity.ParseDuration(there);
    }

    /// <summary>The API server leaves out what is empty, zero or false (Go's omitempty).</summary>
    private static bool IsZero(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals(""),
            JsonValueKind.False or JsonValueKind.Null => true,
            JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
            _ => false,
        };

    private static bool SameNumber(string a, string b) =>
        decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
        && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x == y
            : double.TryParse(a, CultureInfo.InvariantCulture, out var p)
                && double.TryParse(b, CultureInfo.InvariantCulture, out var q)
                && p.Equals(q);

    /// <summary>Pointers in Go: the API server keeps an explicit false or zero, which differs from an absent field.</summary>
    private static bool KeepsZero(string field) =>
        field
            is "automountServiceAccountToken"
                or "allowPrivilegeEscalation"
                or "privileged"
                or "readOnlyRootFilesystem"
                or "runAsNonRoot"
                or "runAsUser"
                or "runAsGroup"
                or "fsGroup"
                or "optional"
                or "enableServiceLinks"
                or "shareProcessNamespace"
                or "immutable"
                or "tolerationSeconds"
                or "terminationGracePeriodSeconds"
                or "backoffLimit"
                or "revisionHistoryLimit";

    /// <summary>
    /// Fields in which an empty text or zero means the default, or an address that the server chooses. Numbers have one default
    /// (webhooks and client affinity another).
    /// </summary>
    private static bool IsDefaulted(string field, string live) =>
        field switch
        {
            "timeoutSeconds" => live is "1" or "10" or "30" or "10800",
            "periodSeconds" => live == "10",
            "successThreshold" => live == "1",
            "failureThreshold" => live == "3",
            _ => IsDefaultedText(field),
        };

    private static bool IsDefaultedText(string field) =>
        field
            is "clusterIP"
                or "nodePort"
                or "healthCheckNodePort"
                or "type"
                or "protocol"
                or "sessionAffinity"
                or "ipFamilyPolicy"
                or "internalTrafficPolicy"
                or "externalTrafficPolicy"
                or "imagePullPolicy"
                or "terminationMessagePath"
                or "terminationMessagePolicy"
                or "dnsPolicy"
                or "restartPolicy"
                or "schedulerName"
                or "serviceAccountName"
                or "serviceAccount"
                or "scheme"
                or "apiGroup"
                or "apiVersion"
                or "kind"
                or "concurrencyPolicy"
                or "podManagementPolicy"
                or "pathType"
                or "volumeMode"
                or "volumeName"
                or "reclaimPolicy"
                or "persistentVolumeReclaimPolicy"
                or "volumeBindingMode"
                or "matchPolicy"
                or "failurePolicy"
                or "sideEffects"
                or "reinvocationPolicy"
                or "scope"
                or "strategy"
                or "singular"
                or "listKind"
                or "namespace"
                or "targetPort"
                or "priority"
                or "completionMode"
                or "whenDeleted"
                or "whenScaled"
                or "fsType"
                or "iscsiInterface"
                or "pool"
                or "user"
                or "keyring";

    /// <summary>Names of fields that contain quantities.</summary>
    public static bool HoldsQuantities(string name, string kind) =>
        name is "resources" or "limits" or "requests" or "capacity" or "hard" or "overhead" or "sizeLimit" or "divisor" or "podFixed"
        || kind == "HorizontalPodAutoscaler" && name is "value" or "averageValue" or "targetValue" or "targetAverageValue"
        || kind == "LimitRange" && name is "max" or "min" or "default" or "defaultRequest" or "maxLimitRequestRatio";

    /// <summary>Maps of texts, where an empty value is a value.</summary>
    public static bool IsTextMap(string field, string kind) =>
        field is "labels" or "annotations" or "matchLabels" or "nodeSelector" or "binaryData" or "parameters" or "volumeAttributes"
        || field == "data" && kind == "ConfigMap"
        || field == "selector" && kind is "Service" or "ReplicationController";

    /// <summary>
    /// An empty object has a meaning here: <c>emptyDir: {}</c> is a kind of volume, <c>podSelector: {}</c> selects every
    /// pod.
    /// </summary>
    public static bool PresenceCounts(string field, bool builtIn) =>
        builtIn && field is "emptyDir" or "podSelector" or "namespaceSelector" or "downwardAPI";
}
