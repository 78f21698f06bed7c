namespace Helmstuck.Helm.Manifests;

/// <summary>
/// A parsed manifest. Objects keep the manifest's order; an object that occurs twice is in it twice. Problems: a sentence for each
/// document that Helm cannot read (Helm then rejects the whole manifest); the other documents are still included. Problems never contain
/// a document's values: it could be a Secret.
/// </summary>
internal sealed class ManifestSet(IReadOnlyList<ManifestObject> objects, IReadOnlyList<string> problems)
{
    public static readonly ManifestSet Empty = new([], []);

    private Dictionary<ObjectKey, ManifestObject>? byIdentity;

    public IReadOnlyList<ManifestObject> Objects { get; } = objects;

    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>The result for each document's text, for another manifest with the same text.</summary>
    internal IReadOnlyDictionary<ReadOnlyMemory<char>, ManifestDocument>? Documents { get; init; }

    /// <summary>
    /// Objects by their <see cref="Identity"/>, in the manifest's order. Helm applies in order, so if an object occurs twice, the
    /// last one counts.
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

    /// <summary>The object with this group, kind, namespace and name, in any API version; null if the manifest has none.</summary>
    public ManifestObject? Find(ObjectKey key) => ByIdentity.GetValueOrDefault(Identity(key));

    /// <summary>What identifies an object for Helm (kube/resource.go isMatchingInfo): the key with its version left out.</summary>
    public static ObjectKey Identity(ObjectKey key) => key with { ApiVersion = ManifestKinds.Group(key.ApiVersion) };
}
