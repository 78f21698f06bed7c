using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Live;

/// <summary>
/// Which manifest the live object matches, and for Neither and Unknown the reason, as a sentence that contains no value of a Secret.
/// </summary>
internal sealed record LiveComparison(LiveMatch Match, string Reason);

/// <summary>Finds out which of two manifests the cluster runs.</summary>
internal static class LiveMatcher
{
    /// <summary>
    /// The contract's rule: absent from the cluster: added → previous, removed → stuck, in both manifests → missing.
    /// Present: every field that a manifest sets has that value in the cluster, for the stuck one, the previous one, both or neither.
    /// <paramref name="live"/> is null if the object does not exist (if it could not be read, the caller reports Unknown).
    /// <paramref name="hpaTargeted"/>: an HPA targets the object, so <c>spec.replicas</c> is not compared.
    /// </summary>
    public static LiveMatch Match(ManifestObject? stuck, ManifestObject? previous, KubeObject? live, bool hpaTargeted) =>
        Compare(stuck, previous, live, hpaTargeted).Match;

    /// <summary>
    /// As <see cref="Match"/>, with the reason. Unknown if the cluster returned the object in an API version with another shape than the
    /// manifest's.
    /// </summary>
    public static LiveComparison Compare(ManifestObject? stuck, ManifestObject? previous, KubeObject? live, bool hpaTargeted)
    {
        if (live is null)
        {
            return (stuck, previous) switch
            {
                (not null, not null) => new LiveComparison(LiveMatch.Missing, ""),
                (not null, null) => new LiveComparison(LiveMatch.Previous, ""),
                _ => new LiveComparison(LiveMatch.Stuck, ""),
            };
        }
        LiveMismatch? againstStuck = null,
            againstPrevious = null;
        foreach (var side in (ManifestObject?[])[stuck, previous])
        {
            if (side is null)
                continue;
            if (LiveVersions.Align(side.Json, live.ApiVersion) is not { } manifest)
                return new LiveComparison(
                    LiveMatch.Unknown,
                    $"The cluster gives it as {live.ApiVersion}, the manifest as {side.Key.ApiVersion}: their fields cannot be compared."
                );
            var mismatch = FirstMismatch(manifest, live.Json, hpaTargeted);
            if (ReferenceEquals(side, stuck))
                againstStuck = mismatch;
            else
                againstPrevious = mismatch;
        }
        if (ReferenceEquals(stuck, previous))
            againstPrevious = againstStuck;
        var isStuck = stuck is not null && againstStuck is null;
        var isPrevious = previous is not null && againstPrevious is null;
        if (isStuck || isPrevious)
            return new LiveComparison(
                isStuck && isPrevious ? LiveMatch.Both
                    : isStuck ? LiveMatch.Stuck
                    : LiveMatch.Previous,
                ""
            );
        var first = againstStuck ?? againstPrevious;
        return new LiveComparison(
            LiveMatch.Neither,
            first is null ? ""
                : first.Found is null ? $"{first.Path} is absent from the cluster."
                : $"{first.Path} is {Cut(first.Found)} in the cluster, {Cut(first.Wanted)} in the "
                    + $"{(againstStuck is null ? "previous" : "stuck")} revision."
        );
    }

    /// <summary>
    /// Null if every field that <paramref name="manifest"/> sets has that value in <paramref name="live"/>, both of one API version.
    /// Status, and the metadata that servers and Helm write, is not compared.
    /// </summary>
    public static LiveMismatch? FirstMismatch(JsonElement manifest, JsonElement live, bool hpaTargeted) =>
        new LiveFields(manifest, hpaTargeted).Compare(manifest, live);

    private static string Cut(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 80)}…";
}
