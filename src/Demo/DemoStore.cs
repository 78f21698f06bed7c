using System.Globalization;
using System.Text.Json.Nodes;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Demo;

/// <summary>The objects of the demo cluster, in memory. Safe to use from several threads.</summary>
internal sealed class DemoStore(TimeProvider time)
{
    private static readonly IReadOnlyList<ResourceType> Types =
    [
        ResourceType.Secrets,
        ResourceType.ConfigMaps,
        ResourceType.Pods,
        ResourceType.Events,
        ResourceType.Namespaces,
        ResourceType.PersistentVolumeClaims,
        new("", "v1", "services", "Service"),
        ResourceType.Deployments,
        ResourceType.ReplicaSets,
        ResourceType.StatefulSets,
        ResourceType.DaemonSets,
        ResourceType.Jobs,
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
        new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview", false),
    ];

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, JsonObject> objects = new(StringComparer.Ordinal);
    private int revision = 48_211;

    public static bool Serves(string group, string version) => Types.Any(type => type.Group == group && type.Version == version);

    public static bool Knows(string group, string version, string plural) =>
        Types.Any(type => type.Group == group && type.Version == version && type.Plural == plural);

    /// <summary>What discovery returns for one group version.</summary>
    public static JsonObject Resources(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var type in Types.Where(type => type.Group == group && type.Version == version))
            resources.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = type.Plural,
                        ["singularName"] = "",
                        ["namespaced"] = type.Namespaced,
                        ["kind"] = type.Kind,
                        ["verbs"] = new JsonArray("get", "list"),
                    }
            );
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = resources,
        };
    }

    /// <summary>Adds an object; the cluster sets uid, resourceVersion and, if absent, the creation time.</summary>
    public JsonObject Add(string plural, string ns, JsonObject item)
    {
        lock (gate)
        {
            var added = item.DeepClone().AsObject();
            var meta = added["metadata"]!.AsObject();
            if (ns.Length > 0)
                meta["namespace"] = ns;
            meta["uid"] = Guid.NewGuid().ToString();
            meta["resourceVersion"] = Next();
            meta["creationTimestamp"] ??= time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            objects[Key(plural, ns, (string)meta["name"]!)] = added;
            return added.DeepClone().AsObject();
        }
    }

    public JsonObject Replace(string plural, JsonObject item)
    {
        lock (gate)
        {
            var replaced = item.DeepClone().AsObject();
            var meta = replaced["metadata"]!.AsObject();
            meta["resourceVersion"] = Next();
            objects[Key(plural, (string?)meta["namespace"] ?? "", (string)meta["name"]!)] = replaced;
            return replaced.DeepClone().AsObject();
        }
    }

    public JsonObject? Find(string plural, string ns, string name)
    {
        lock (gate)
            return objects.GetValueOrDefault(Key(plural, ns, name))?.DeepClone().AsObject();
    }

    public void Remove(string plural, string ns, string name)
    {
        lock (gate)
        {
            objects.Remove(Key(plural, ns, name));
            revision++;
        }
    }

    /// <summary>A list as the API server returns it: items without kind, sorted by name.</summary>
    public JsonObject List(
        string group,
        string version,
        string plural,
        string ns,
        IReadOnlyDictionary<string, string> query,
        bool metadataOnly
    )
    {
        var type = Types.First(one => one.Group == group && one.Version == version && one.Plural == plural);
        var items = new JsonArray();
        lock (gate)
        {
            foreach (var (key, item) in objects)
            {
                if (
                    !key.StartsWith(Key(plural, ns, ""), StringComparison.Ordinal)
                    && !(ns.Length == 0 && key.StartsWith(plural + "/", StringComparison.Ordinal))
                )
                    continue;
                if (
                    query.TryGetValue("labelSelector", out var labels)
                    && !DemoQuery.Selects(labels, item["metadata"]?["labels"]?.AsObject())
                )
                    continue;
                if (query.TryGetValue("fieldSelector", out var fields) && !DemoQuery.Selects(fields, item))
                    continue;
                var listed = metadataOnly ? MetadataOnly(item) : item.DeepClone().AsObject();
                if (!metadataOnly)
                {
                    listed.Remove("kind");
                    listed.Remove("apiVersion");
                }
                items.Add((JsonNode)listed);
            }
            return new JsonObject
            {
                ["kind"] = metadataOnly ? "PartialObjectMetadataList" : type.Kind + "List",
                ["apiVersion"] = metadataOnly ? "meta.k8s.io/v1" : type.ApiVersion,
                ["metadata"] = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) },
                ["items"] = items,
            };
        }
    }

    public static JsonObject MetadataOnly(JsonObject item) =>
        new()
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = item["metadata"]!.DeepClone(),
        };

    private string Next() => (++revision).ToString(CultureInfo.InvariantCulture);

    private static string Key(string plural, string ns, string name) => $"{plural}/{ns}/{name}";
}
