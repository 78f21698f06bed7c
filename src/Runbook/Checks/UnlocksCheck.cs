using Helmstuck.Helm.Outlook;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>unlocks</c>: pass if after the delete (or after marking it failed) Helm is not stuck and <c>upgrade</c> proceeds; warn if only
/// <c>upgrade --install</c> works; else fail.
/// </summary>
internal static class UnlocksCheck
{
    /// <param name="after">The forecast for when the plan has been carried out.</param>
    /// <param name="revisions">The revisions that the plan deletes or marks, newest first.</param>
    public static Check Of(Remedy remedy, Forecast after, IReadOnlyList<int> revisions)
    {
        var which = revisions.Count == 1 ? $"revision {revisions[0]}" : $"revisions {string.Join(", ", revisions)}";
        var what = remedy == Remedy.Delete ? $"without {which}" : $"with {which} marked failed";
        var evidence = new List<string>
        {
            $"helm upgrade: {Verdict(after.Upgrade)}",
            $"helm upgrade --install: {Verdict(after.UpgradeInstall)}",
        };
        if (!after.Stuck && after.Upgrade.Outcome == VerdictOutcome.Proceeds)
            return new Check(CheckId.Unlocks, CheckState.Pass, $"{what} Helm accepts the next upgrade", evidence);
        if (!after.Stuck && after.UpgradeInstall.Outcome != VerdictOutcome.Refused)
            return new Check(CheckId.Unlocks, CheckState.Warn, $"{what} Helm accepts only upgrade --install", evidence);
        var why = after.Stuck
            ? $"Helm would still be locked: {after.Last?.Status} at revision {after.Last?.Revision}"
            : $"Helm would refuse the next upgrade: {after.Upgrade.Error?.Helm3}";
        return new Check(CheckId.Unlocks, CheckState.Fail, $"{what} {why}", evidence);
    }

    private static string Verdict(Verdict verdict) =>
        verdict.Outcome switch
        {
            VerdictOutcome.Proceeds when verdict.Base is { } start => $"accepted, revision {verdict.NewRevision}, starts from {start}",
            VerdictOutcome.Proceeds => $"accepted, revision {verdict.NewRevision}",
            VerdictOutcome.Installs => $"installs anew as revision {verdict.NewRevision}",
            _ => $"refused: {verdict.Error?.Helm3}",
        };
}
