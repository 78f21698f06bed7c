using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>The images that the stuck revision's manifest sets on a workload; none if the manifest does not contain it.</summary>
/// <param name="Revision">Helm's revision number.</param>
internal sealed record StuckImages(long Revision, IReadOnlyCollection<string> Images)
{
    /// <summary>
    /// The images of the containers in a workload's pod template, live or in a manifest; a container without one has the empty text.
    /// </summary>
    public static IReadOnlyCollection<string> Of(JsonElement workload) =>
        [
            .. workload
                .Items("spec", "template", "spec", "containers")
                .Select(container => container.Text("image") ?? "")
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether the pods of that ReplicaSet run the stuck revision's images.</summary>
    public bool Gave(KubeObject replicaSet) => Of(replicaSet.Json) is { Count: > 0 } images && images.All(Images.Contains);
}
