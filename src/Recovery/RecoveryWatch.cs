using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>
/// What the records show after a recovery. A Helm that is still alive continues with its last writes: it supersedes the
/// previous revision, and finds its own record gone, or overwrites the mark (Helm: action/upgrade.go releasingUpgrade). Pure.
/// </summary>
internal static class RecoveryWatch
{
    /// <summary>What has happened since then, one sentence each, the important ones first; none if nothing has.</summary>
    /// <param name="plan">What was carried out.</param>
    /// <param name="left">The records as they were read directly afterwards.</param>
    /// <param name="now">The records as they are now, possibly from the API server's cache.</param>
    public static IReadOnlyList<string> Of(RecoveryPlan plan, IReadOnlyList<RecordMeta> left, IReadOnlyList<RecordMeta> now)
    {
        var written = left.Select(before => (Before: before, Now: now.FirstOrDefault(meta => meta.Uid == before.Uid)))
            .Where(pair => IsWritten(pair.Before, pair.Now))
            .ToList();
        if (plan.Remedy != Remedy.Delete)
            return Marked(plan, written.Select(pair => pair.Now!).ToList(), Begun(plan, left, now));
        if (Begun(plan, left, now) is { } begun)
            return [Anew(begun)];
        if (written.Count == 0)
            return [];
        var (was, after) = written[^1];
        var revision = plan.Records[0].Revision;
        var sentences = new List<string>
        {
            $"Helm is still running: after the delete it wrote {was.ObjectName}, which is now {after!.LabelStatus} (it was "
                + $"{was.LabelStatus}).",
        };
        if (now.All(meta => meta.LabelStatus != ReleaseStatus.Deployed))
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its own record is deleted, so no revision is deployed now, and the cluster may run all of revision {revision}. "
                        + $"Restore the record, then mark it failed: the next upgrade then starts from {revision}."
                )
            );
        return sentences;
    }

    private static List<string> Marked(RecoveryPlan plan, List<RecordMeta> written, RecordMeta? begun)
    {
        var sentences = new List<string>();
        if (written.FirstOrDefault(meta => plan.Records.Any(record => record.Meta.Uid == meta.Uid)) is { } own)
            sentences.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Helm was still running: it has overwritten the mark, and revision {own.Revision} is now {own.LabelStatus}."
                )
            );
        if (begun is not null)
            sentences.Add(Anew(begun));
        return sentences;
    }

    private static string Anew(RecordMeta begun) =>
        string.Create(CultureInfo.InvariantCulture, $"Helm has since created revision {begun.Revision}, which is {begun.LabelStatus}.");

    /// <summary>The newest record that was created since then. A deleted one that the cache still shows does not count.</summary>
    private static RecordMeta? Begun(RecoveryPlan plan, IReadOnlyList<RecordMeta> left, IReadOnlyList<RecordMeta> now) =>
        now.Where(meta =>
                meta.IsSeenByHelm(plan.Review.Release)
                && left.All(before => before.Uid != meta.Uid)
                && plan.Records.All(record => record.Meta.Uid != meta.Uid)
            )
            .MaxBy(meta => meta.Revision);

    /// <summary>A cache that lags behind shows an older resourceVersion: only a newer one is a write.</summary>
    private static bool IsWritten(RecordMeta before, RecordMeta? now) =>
        now is not null
        && now.ResourceVersion != before.ResourceVersion
        && !(
            ulong.TryParse(before.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var old)
            && ulong.TryParse(now.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            && seen < old
        );
}
