using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube;

/// <summary>All pages of a list. A watch from <paramref name="ResourceVersion"/> misses no change.</summary>
internal sealed record MetadataList(IReadOnlyList<ObjectMeta> Items, string ResourceVersion, bool FromCache);
