using System.Text.Json;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Live;

/// <summary>
/// Which manifest the cluster's object matches, and for Neither and Unknown why, as a sentence that quotes no value of a Secret.
/// </summary>
internal sealed record LiveComparison(LiveMatch Match, string Reason);

/// <summary>Says which of two manifests the cluster runs.</summary>
internal static class LiveMatcher
{
    /// <summary>
    /// The contract's rule: absent from the cluster: added → previous, removed → stuck, in both manifests → missing.
    /// Present: every field that a manifest sets has that value live, for the stuck one, the previous one, both or neither.
    /// <paramref name="live"/> null means that the cluster lacks it (an object that could not be read is the caller's Unknown).
    /// <paramref name="hpaTargeted"/>: an HPA targets the object, so <c>spec.replicas</c> is not compared.
    /// </summary>
    public static LiveMatch Match(ManifestObject? stuck, ManifestObject? previous, KubeObject? live, bool hpaTargeted) =>
        Compare(stuck, previous, live, hpaTargeted).Match;

    /// <summary>
    /// As <see cref="Match"/>, with the reason. Unknown where the cluster gave the object in an API version whose shape is another than the
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
    /// Null where every field that <paramref name="manifest"/> sets has that value in <paramref name="live"/>, both of one API version.
    /// Status, and what servers and Helm itself write into metadata, is not compared.
    /// </summary>
    public static LiveMismatch? FirstMismatch(JsonElement manifest, JsonElement live, bool hpaTargeted) =>
        new LiveFields(manifest, hpaTargeted).Compare(manifest, live);

    private static string Cut(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 80)}…";
}
