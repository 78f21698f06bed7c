using System.Text.Json;

namespace Helmstuck.Kube.Resources;

/// <summary>An object's metadata as the API server returns it; absent values are empty, zero or null.</summary>
internal sealed record ObjectMeta
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    public string Name { get; init; } = "";
    public string Namespace { get; init; } = "";
    public string Uid { get; init; } = "";
    public string ResourceVersion { get; init; } = "";
    public long? Generation { get; init; }

    /// <summary>Server clock.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Server clock; not null while the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = Nothing;
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Nothing;
    public IReadOnlyList<OwnerReference> OwnerReferences { get; init; } = [];
    public IReadOnlyList<ManagedField> ManagedFields { get; init; } = [];

    public string? Label(string key) => Labels.GetValueOrDefault(key);

    public string? Annotation(string key) => Annotations.GetValueOrDefault(key);

    /// <summary>Reads the <c>metadata</c> of <paramref name="item"/>; never throws on any JSON.</summary>
    public static ObjectMeta From(JsonElement item) =>
        new()
        {
            Name = item.Text("metadata", "name") ?? "",
            Namespace = item.Text("metadata", "namespace") ?? "",
            Uid = item.Text("metadata", "uid") ?? "",
            ResourceVersion = item.Text("metadata", "resourceVersion") ?? "",
            Generation = item.Number("metadata", "generation"),
            CreationTimestamp = item.Time("metadata", "creationTimestamp"),
            DeletionTimestamp = item.Time("metadata", "deletionTimestamp"),
            Labels = item.Map("metadata", "labels"),
            Annotations = item.Map("metadata", "annotations"),
            OwnerReferences =
            [
                .. item.Items("metadata", "ownerReferences")
                    .Select(owner => new OwnerReference(
                        owner.Text("apiVersion") ?? "",
                        owner.Text("kind") ?? "",
                        owner.Text("name") ?? "",
                        owner.Text("uid") ?? "",
                        owner.Flag("controller") ?? false
                    )),
            ],
            ManagedFields =
            [
                .. item.Items("metadata", "managedFields")
                    .Select(field => new ManagedField(
                        field.Text("manager") ?? "",
                        field.Text("operation") ?? "",
                        field.Time("time"),
                        field.Text("subresource") ?? ""
                    )),
            ],
        };
}

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller);
