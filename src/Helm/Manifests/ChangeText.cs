namespace Helmstuck.Helm.Manifests;

/// <summary>The Changes page in one sentence.</summary>
internal static class ChangeText
{
    /// <summary>
    /// <c>The cluster runs revision 1234 on 12 of 14 changed objects (neither: 2); Helm will think 1233.</c>
    /// <paramref name="baseRevision"/>: what the next upgrade starts from after the delete, null if none exists.
    /// An object that matches both revisions counts for both.
    /// </summary>
    /// <param name="thinks">The revision that is Helm's newest after the delete, if it is not the base.</param>
    /// <param name="marked">The status that the stuck revision gets instead of being deleted; null: it is deleted.</param>
    /// <param name="alreadyDeleted">The stuck revision is deleted: Helm thinks so now.</param>
    public static string Summary(
        IReadOnlyList<ManifestChange> changes,
        long stuckRevision,
        long? baseRevision,
        long? thinks = null,
        bool alreadyDeleted = false,
        string? marked = null
    )
    {
        var think =
            marked is not null ? $"Helm will think {stuckRevision}, {marked}"
            : baseRevision is not { } known ? (alreadyDeleted ? "Helm finds no revision" : "Helm will find no revision")
            : thinks is { } newest && newest != known ? $"the next upgrade starts from {known}"
            : alreadyDeleted ? $"Helm thinks {known}"
            : $"Helm will think {known}";
        var all = changes.Count;
        if (all == 0)
        {
            return baseRevision is null
                ? $"Revision {stuckRevision} has no objects; {think}."
                : $"Revisions {stuckRevision} and {baseRevision} do not differ in any object; {think}.";
        }
        if (Count(LiveMatch.Unknown) == all)
            return $"{(all == 1 ? "1 object differs" : $"{all} objects differ")}, and what the cluster runs is not known; {think}.";
        var both = Count(LiveMatch.Both);
        var stuck = Count(LiveMatch.Stuck) + both;
        var previous = Count(LiveMatch.Previous) + both;
        var rest = Rest();
        if (both == all && baseRevision is not null)
            return $"The cluster matches revisions {stuckRevision} and {baseRevision} alike on {Of(all)}; {think}.";
        if (stuck == 0 && previous == 0 || stuck == 0 && baseRevision is null)
            return $"The cluster runs revision {stuckRevision} on {Of(0)}{rest}; {think}.";
        if (stuck >= previous || baseRevision is null)
            return $"The cluster runs revision {stuckRevision} on {Of(stuck)}{rest}; {think}.";
        return stuck == 0
            ? $"The cluster still runs revision {baseRevision} on {Of(previous)}{rest}; {think}."
            : $"The cluster runs revision {stuckRevision} on {Of(stuck)} and still {baseRevision} on {previous}{rest}; {think}.";

        int Count(LiveMatch live) => changes.Count(change => change.Live == live);

        string Of(int count) =>
            (all, count) switch
            {
                (1, 1) => "the one changed object",
                (1, _) => "no object",
                (_, 0) => $"none of {all} changed objects",
                _ when count == all => $"all {all} changed objects",
                _ => $"{count} of {all} changed objects",
            };

        string Rest()
        {
            (LiveMatch Live, string Word)[] words =
            [
                (LiveMatch.Neither, "neither"),
                (LiveMatch.Missing, "missing"),
                (LiveMatch.Unknown, "not known"),
            ];
            var parts = words.Where(pair => Count(pair.Live) > 0).Select(pair => $"{pair.Word}: {Count(pair.Live)}").ToList();
            return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
        }
    }
}
