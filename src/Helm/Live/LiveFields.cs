using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Live;

/// <summary>
/// Compares a manifest's fields with the live object's. Null, empty and defaulted fields are treated as the API server treats them.
/// </summary>
internal sealed class LiveFields
{
    private const string Hidden = "(hidden)";

    private readonly string kind;
    private readonly string group;
    private readonly bool builtIn;
    private readonly bool secret;
    private readonly bool hpaTargeted;
    private LiveMismatch? found;

    public LiveFields(JsonElement manifest, bool hpaTargeted)
    {
        var version = manifest.Text("apiVersion") ?? "";
        kind = manifest.Text("kind") ?? "";
        group = ManifestKinds.Group(version);
        builtIn = ManifestKinds.IsBuiltIn(version);
        secret = kind == "Secret" && group.Length == 0;
        this.hpaTargeted = hpaTargeted;
    }

    public LiveMismatch? Compare(JsonElement manifest, JsonElement live)
    {
        foreach (var member in manifest.EnumerateObject())
        {
            var there = Get(live, member.Name);
            var matches = member.Name switch
            {
                "apiVersion" or "kind" or "status" => true,
                "metadata" => Metadata(member.Value, there),
                "data" when secret => LiveSecret.Data(member.Value, manifest, there, Differs),
                "stringData" when secret => LiveSecret.StringData(member.Value, Get(live, "data"), Differs),
                // A controller fills the rules of an aggregated role.
                "rules" when kind == "ClusterRole" && manifest.At("aggregationRule") is not null => true,
                _ => Value(default(LivePlace).Member(member.Name, kind), member.Value, there),
            };
            if (!matches)
                return found;
        }
        return null;
    }

    private bool Metadata(JsonElement manifest, JsonElement live)
    {
        foreach (var member in manifest.ValueKind == JsonValueKind.Object ? manifest.EnumerateObject() : default)
        {
            var place = new LivePlace($"metadata.{member.Name}", member.Name, false);
            var matches = member.Name switch
            {
                "labels" or "annotations" => Texts(place, member.Value, Get(live, member.Name)),
                "finalizers" => Subset(place, member.Value, Get(live, member.Name)),
                _ => true,
            };
            if (!matches)
                return false;
        }
        return true;
    }

    /// <summary>A map of strings: the manifest's entries must be there. Others may add entries.</summary>
    private bool Texts(LivePlace place, JsonElement manifest, JsonElement live)
    {
        if (manifest.ValueKind != JsonValueKind.Object)
            return true;
        foreach (var member in manifest.EnumerateObject())
        {
            // Helm overwrites these (Helm: action/validate.go setMetadataVisitor); the last one is kubectl's.
            if (
                member.Value.ValueKind == JsonValueKind.Null
                || member.Name
                    is "app.kubernetes.io/managed-by"
                        or "meta.helm.sh/release-name"
                        or "meta.helm.sh/release-namespace"
                        or "kubectl.kubernetes.io/last-applied-configuration"
            )
                continue;
            var there = Get(live, member.Name);
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                if (!Value(place.Member(member.Name, kind), member.Value, there))
                    return false;
                continue;
            }
            if (there.ValueKind == JsonValueKind.Undefined || ManifestLists.Scalar(member.Value) != ManifestLists.Scalar(there))
                return Differs(place.Member(member.Name, kind).Path, member.Value, there);
        }
        return true;
    }

    private bool Value(LivePlace place, JsonElement manifest, JsonElement live) =>
        manifest.ValueKind switch
        {
            // For Helm and for the API server a null is a field that is not set.
            JsonValueKind.Null => true,
            JsonValueKind.Object => Object(place, manifest, live),
            JsonValueKind.Array => List(place, manifest, live),
            _ => LiveScalars.Same(place, manifest, live, kind, builtIn) || Differs(place.Path, manifest, live),
        };

    private bool Object(LivePlace place, JsonElement manifest, JsonElement live)
    {
        if (live.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
            return Differs(place.Path, manifest, live);
        if (live.ValueKind != JsonValueKind.Object && LiveScalars.PresenceCounts(place.Field, builtIn))
            return Differs(place.Path, manifest, live);
        // Elsewhere a field with this name may be anything: a property in a schema, a parameter of a custom resource.
        if (builtIn && kind != "CustomResourceDefinition" && LiveScalars.IsTextMap(place.Field, kind))
            return Texts(place, manifest, live);
        foreach (var member in manifest.EnumerateObject())
        {
            if (IsIgnored(place, member.Name, manifest))
                continue;
            var there = Get(live, member.Name);
            // The old name of serviceAccountName; the API server writes both and uses the new one.
            if (member.Name == "serviceAccount" && there.ValueKind == JsonValueKind.Undefined)
                there = Get(live, "serviceAccountName");
            if (!Value(place.Member(member.Name, kind), member.Value, there))
                return false;
        }
        return true;
    }

    private bool IsIgnored(LivePlace place, string name, JsonElement parent) =>
        name switch
        {
            "replicas" => hpaTargeted && place.Path == "spec",
            "creationTimestamp" => place.Field == "metadata",
            "status" => place.Path.StartsWith("spec.volumeClaimTemplates[", StringComparison.Ordinal) && place.Field.Length == 0,
            "serviceAccount" => parent.Text("serviceAccountName") is { Length: > 0 } && parent.TryGetProperty("containers", out _),
            _ => false,
        };

    private bool List(LivePlace place, JsonElement manifest, JsonElement live)
    {
        var wanted = manifest.GetArrayLength();
        if (live.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return wanted == 0
                || manifest.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Null)
                || Differs(place.Path, manifest, live);
        if (live.ValueKind != JsonValueKind.Array)
            return Differs(place.Path, manifest, live);
        if (builtIn && (place.Field == "finalizers" || place.Field == "tolerations" && kind == "Pod"))
            return Subset(place, manifest, live);
        // Stored as version 1, where CPU has a field of its own, metrics come back in another order.
        if (place.Field == "metrics" && kind == "HorizontalPodAutoscaler")
            return wanted == 0 || (wanted == live.GetArrayLength() ? Subset(place, manifest, live) : Differs(place.Path, manifest, live));
        // The ports of a NetworkPolicy are one value: an additional port allows more traffic.
        var keys =
            builtIn && !(place.Field == "ports" && kind == "NetworkPolicy")
                ? ManifestLists.KeysOf(place.Field, wanted > 0 ? manifest : live)
                : [];
        if (!keys.IsEmpty && manifest.EnumerateArray().All(HasKey(keys.ToArray())))
            return ByKey(place, manifest, live, keys);
        if (wanted != live.GetArrayLength())
            return Differs(place.Path, manifest, live);
        for (var at = 0; at < wanted; at++)
        {
            if (!Value(place.Item($"{at}"), manifest[at], live[at]))
                return false;
        }
        return true;
    }

    private static Func<JsonElement, bool> HasKey(string[] keys) => item => ManifestLists.KeyOf(item, keys) is not null;

    /// <summary>
    /// Others may add items (injected containers, volumes, variables). If a key occurs twice, the last item must match some live item.
    /// </summary>
    private bool ByKey(LivePlace place, JsonElement manifest, JsonElement live, ReadOnlySpan<string> keys)
    {
        var there = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var item in live.EnumerateArray())
        {
            if (ManifestLists.KeyOf(item, keys) is not { } key)
                continue;
            if (!there.TryGetValue(key, out var same))
                there.Add(key, same = []);
            same.Add(item);
        }
        var wanted = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in manifest.EnumerateArray())
            wanted[ManifestLists.KeyOf(item, keys)!] = item;
        // Init containers run one after the other.
        if (
            place.Field == "initContainers"
            && !live.EnumerateArray()
                .Select(item => ManifestLists.KeyOf(item, ["name"]))
                .Where(key => key is not null && wanted.ContainsKey(key))
                .SequenceEqual(wanted.Keys.Where(there.ContainsKey))
        )
            return Differs(place.Path, manifest, live);
        foreach (var (key, item) in wanted)
        {
            var candidates = there.GetValueOrDefault(key);
            if (candidates is null)
                return Differs(ManifestPath.Item(place.Path, key), item, default);
            if (!candidates.Exists(candidate => Value(place.Item(key), item, candidate)))
                return false;
        }
        return true;
    }

    /// <summary>Each of the manifest's items is found once, in any position.</summary>
    private bool Subset(LivePlace place, JsonElement manifest, JsonElement live)
    {
        if (manifest.ValueKind != JsonValueKind.Array)
            return true;
        List<JsonElement> left = live.ValueKind == JsonValueKind.Array ? [.. live.EnumerateArray()] : [];
        var at = 0;
        foreach (var item in manifest.EnumerateArray())
        {
            var match = left.FindIndex(candidate => Value(place.Item($"{at}"), item, candidate));
            if (match < 0)
                return Differs(ManifestPath.Item(place.Path, $"{at}"), item, default);
            left.RemoveAt(match);
            at++;
        }
        return true;
    }

    private bool Differs(string path, JsonElement manifest, JsonElement live)
    {
        var hide = secret && !path.StartsWith("metadata.", StringComparison.Ordinal) && path != "type";
        var absent = live.ValueKind is JsonValueKind.Undefined;
        found = new LiveMismatch(
            path,
            hide ? Hidden : ManifestLists.Scalar(manifest),
            absent ? null
                : hide ? Hidden
                : ManifestLists.Scalar(live)
        );
        return false;
    }

    private static JsonElement Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;
}
