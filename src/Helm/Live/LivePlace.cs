using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Live;

/// <summary>
/// The place of a value: its path, its field name (empty for a list item), and the names above it that give quantities their meaning.
/// </summary>
internal readonly record struct LivePlace(string Path, string Field, bool IsQuantity)
{
    public LivePlace Member(string name, string kind) =>
        new(ManifestPath.Member(Path, name), name, IsQuantity || LiveScalars.HoldsQuantities(name, kind));

    public LivePlace Item(string key) => new(ManifestPath.Item(Path, key), "", IsQuantity);
}
