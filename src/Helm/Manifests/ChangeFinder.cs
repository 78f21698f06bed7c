namespace Helmstuck.Helm.Manifests;

/// <summary>
/// Compares two manifests object by object. Objects are matched by group, kind, namespace and name (Helm: kube/resource.go isMatchingInfo),
/// so a new API version is a change.
/// </summary>
internal static class ChangeFinder
{
    /// <summary>
    /// What the stuck revision adds, changes and removes against the base: changes of images first, then in the stuck manifest's order,
    /// removed objects last. Equal objects (regardless of comments and the order of members) are left out. Without a base
    /// every object is added. <see cref="ManifestChange.Live"/> is still Unknown. The result never contains contents of Secrets.
    /// </summary>
    public static IReadOnlyList<ManifestChange> Compare(ManifestSet? baseManifest, ManifestSet stuck)
    {
        var before = (baseManifest ?? ManifestSet.Empty).ByIdentity;
        var after = stuck.ByIdentity;
        var changes = new List<ManifestChange>();
        foreach (var (identity, item) in after)
        {
            if (!before.TryGetValue(identity, out var old))
                changes.Add(
                    new ManifestChange(
                        item.Key,
                        ChangeKind.Added,
                        LiveMatch.Unknown,
                        ChangeFields.Of(default, item.Json, ManifestKinds.IsSecret(item.Key))
                    )
                );
            else if (
                !ReferenceEquals(old, item)
                && ChangeFields.Of(old.Json, item.Json, ManifestKinds.IsSecret(item.Key)) is { Count: > 0 } fields
            )
                changes.Add(new ManifestChange(item.Key, ChangeKind.Changed, LiveMatch.Unknown, fields));
        }
        foreach (var (identity, item) in before)
        {
            if (!after.ContainsKey(identity))
                changes.Add(
                    new ManifestChange(
                        item.Key,
                        ChangeKind.Removed,
                        LiveMatch.Unknown,
                        ChangeFields.Of(item.Json, default, ManifestKinds.IsSecret(item.Key))
                    )
                );
        }
        return
        [
            .. changes.OrderBy(change =>
                change.Change == ChangeKind.Removed ? 2
                : change.Fields.Any(field => field.IsImage) ? 0
                : 1
            ),
        ];
    }
}
