using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Live;

/// <summary>
/// Where a value stands: its path, its field's name (empty for an item of a list) and the names above that give quantities their meaning.
/// </summary>
internal readonly record struct LivePlace(string Path, string Field, bool IsQuantity)
{
    public LivePlace Member(string name, string kind) =>
        new(ManifestPath.Member(Path, name), name, IsQuantity || LiveScalars.HoldsQuantities(name, kind));

    public LivePlace Item(string key) => new(ManifestPath.Item(Path, key), "", IsQuantity);
}
