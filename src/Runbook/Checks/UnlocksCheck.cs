using Helmstuck.Helm.Outlook;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>unlocks</c>: pass if after the delete (or after marking it failed) Helm is not stuck and <c>upgrade</c> proceeds; warn if only
/// <c>upgrade --install</c> works; else fail.
/// </summary>
internal static class UnlocksCheck
{
    public const string Id = "unlocks";

    public static readonly CheckDefinition Definition = new FactCheck<UnlockForecast>
    {
        Id = Id,
        Question = "Does Helm accept the next upgrade afterwards?",
        Topic = CheckTopic.Target,
        DependsOnRemedy = true,
        Reads = static subject => UnlockForecast.Of(subject),
        Judges = static (_, forecast) => Of(forecast),
    };

    public static CheckAnswer Of(UnlockForecast forecast)
    {
        var (remedy, after, revisions) = forecast;
        var which = revisions.Count == 1 ? $"revision {revisions[0]}" : $"revisions {string.Join(", ", revisions)}";
        var what = remedy == Remedy.Delete ? $"without {which}" : $"with {which} marked failed";
        IReadOnlyList<string> evidence =
        [
            $"helm upgrade: {Verdict(after.Upgrade)}",
            $"helm upgrade --install: {Verdict(after.UpgradeInstall)}",
        ];
        if (!after.Stuck && after.Upgrade.Outcome == VerdictOutcome.Proceeds)
            return new CheckAnswer(CheckState.Pass, $"{what}, Helm accepts the next upgrade", evidence);
        if (!after.Stuck && after.UpgradeInstall.Outcome != VerdictOutcome.Refused)
            return new CheckAnswer(CheckState.Warn, $"{what}, Helm accepts only upgrade --install", evidence);
        var why = after.Stuck
            ? $"Helm is still locked: revision {after.Last?.Revision} is {after.Last?.Status}"
            : $"Helm refuses the next upgrade: {after.Upgrade.Error?.Helm3}";
        return new CheckAnswer(CheckState.Fail, $"{what}, {why}", evidence);
    }

    private static string Verdict(Verdict verdict) =>
        verdict.Outcome switch
        {
            VerdictOutcome.Proceeds when verdict.Base is { } start =>
                $"accepted as revision {verdict.NewRevision}, starts from revision {start}",
            VerdictOutcome.Proceeds => $"accepted as revision {verdict.NewRevision}",
            VerdictOutcome.Installs => $"installs again, as revision {verdict.NewRevision}",
            _ => $"refused: {verdict.Error?.Helm3}",
        };
}
