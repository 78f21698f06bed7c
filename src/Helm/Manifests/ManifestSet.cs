namespace Helmstuck.Helm.Manifests;

/// <summary>
/// A manifest taken apart. Objects keep the manifest's order; an object that is named twice is there twice. Problems: a sentence for each
/// document that Helm could not have read (Helm refuses the whole manifest then); the other documents are still here. Problems never quote
/// a document's values: it could be a Secret.
/// </summary>
internal sealed class ManifestSet(IReadOnlyList<ManifestObject> objects, IReadOnlyList<string> problems)
{
    public static readonly ManifestSet Empty = new([], []);

    private Dictionary<ObjectKey, ManifestObject>? byIdentity;

    public IReadOnlyList<ManifestObject> Objects { get; } = objects;

    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>What was read from each document's text, for the next manifest that holds the same text.</summary>
    internal IReadOnlyDictionary<ReadOnlyMemory<char>, ManifestDocument>? Documents { get; init; }

    /// <summary>
    /// Objects by their <see cref="Identity"/>, in the manifest's order. Helm applies in order, so of an object that is named twice the
    /// last one is here.
    /// </summary>
    public IReadOnlyDictionary<ObjectKey, ManifestObject> ByIdentity
    {
        get
        {
            if (byIdentity is { } known)
                return known;
            var made = new Dictionary<ObjectKey, ManifestObject>(Objects.Count);
            foreach (var item in Objects)
                made[Identity(item.Key)] = item;
            return byIdentity = made;
        }
    }

    /// <summary>The object of this group, kind, namespace and name, whatever its API version; null where the manifest names none.</summary>
    public ManifestObject? Find(ObjectKey key) => ByIdentity.GetValueOrDefault(Identity(key));

    /// <summary>What makes two objects the same one to Helm (kube/resource.go isMatchingInfo): the key with its version left out.</summary>
    public static ObjectKey Identity(ObjectKey key) => key with { ApiVersion = ManifestKinds.Group(key.ApiVersion) };
}
