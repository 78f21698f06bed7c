using Helmstuck.Helm.Outlook;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>unlocks</c>: pass if after the delete (or after marking it failed) Helm is not stuck and <c>upgrade</c> proceeds; warn if only
/// <c>upgrade --install</c> works, or if it could not be asked whether the cluster lets it; else fail.
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
        var what = remedy == Remedy.Delete ? $"without {which}" : $"with {which} {RemedyFacts.Of(remedy).Participle}";
        IReadOnlyList<string> evidence =
        [
            .. forecast.Obstacles,
            $"helm upgrade: {Verdict(after.Upgrade)}",
            $"helm upgrade --install: {Verdict(after.UpgradeInstall)}",
            .. forecast.Unread,
        ];
        if (!after.Stuck && after.Upgrade.Outcome == VerdictOutcome.Proceeds)
            return forecast.Doubts is [var doubt, ..]
                ? new CheckAnswer(CheckState.Warn, $"{what}, Helm accepts the next upgrade by its records; {doubt}", evidence)
                : new CheckAnswer(CheckState.Pass, $"{what}, Helm accepts the next upgrade", evidence);
        if (!after.Stuck && after.UpgradeInstall.Outcome != VerdictOutcome.Refused)
            return new CheckAnswer(CheckState.Warn, $"{what}, Helm accepts only upgrade --install", evidence);
        var why = after.Stuck
            ? $"Helm is still locked: revision {after.Last?.Revision} is {after.Last?.Status}"
            : $"Helm refuses the next upgrade: {(after.Refusal is { } error ? OutlookText.Why(error) : "")}";
        var wayOut = forecast.WayOut.Length > 0 ? $"; {forecast.WayOut}" : "";
        return new CheckAnswer(CheckState.Fail, $"{what}, {why}{wayOut}", evidence);
    }

    private static string Verdict(Verdict verdict) =>
        verdict switch
        {
            { Outcome: VerdictOutcome.Proceeds, Base: { } start } =>
                $"accepted as revision {verdict.NewRevision}, starts from revision {start}",
            { Outcome: VerdictOutcome.Proceeds } => $"accepted as revision {verdict.NewRevision}",
            { Outcome: VerdictOutcome.Installs } => $"installs again, as revision {verdict.NewRevision}",
            { Error: { } error } => $"refused: {OutlookText.Of(error)}",
            _ => "refused",
        };
}
