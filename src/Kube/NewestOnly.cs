using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube;

/// <summary>Of all items of a list with the same key, only the one with the highest rank is kept.</summary>
/// <param name="Key">Null for an item that is not needed.</param>
internal sealed record NewestOnly(Func<ObjectMeta, string?> Key, Func<ObjectMeta, long> Rank);
