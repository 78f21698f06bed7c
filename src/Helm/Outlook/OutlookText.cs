using System.Globalization;

namespace Helmstuck.Helm.Outlook;

/// <summary>Forecasts in plain words, for the screen, the dialog and the report.</summary>
internal static class OutlookText
{
    /// <summary>
    /// What Helm will think after a change, and what the next upgrade will do, in one or two sentences. <paramref name="was"/>: the
    /// revision that was stuck, so that a reused number is called "again"; null to leave that out.
    /// </summary>
    public static string Sentence(string release, Forecast forecast, long? was = null) =>
        $"{Thinks(release, forecast, "will think", "will find")} {Upgrade(release, forecast, was)}";

    /// <summary>The sentence for after the stuck record is marked failed; or why it cannot be.</summary>
    public static string IfMarked(string release, Outlook outlook, long was) =>
        outlook.MarkFailed.Reason is { } why ? $"not possible: {why}." : Sentence(release, outlook.AfterMarkFailed, was);

    /// <summary>The same for the present: what Helm thinks now, and what an upgrade would do now.</summary>
    public static string Now(string release, Forecast forecast) =>
        $"{Thinks(release, forecast, "thinks", "finds")} {Upgrade(release, forecast, null)}";

    /// <summary>The same in fewer words, where an upgrade would be refused in any case; else the same.</summary>
    public static string BriefNow(string release, Forecast forecast) =>
        forecast.Upgrade.Outcome == VerdictOutcome.Refused && forecast.UpgradeInstall.Outcome == VerdictOutcome.Refused
            ? $"{Thinks(release, forecast, "thinks", "finds").TrimEnd('.')} and refuses every upgrade."
            : Now(release, forecast);

    /// <summary>
    /// A verdict in a few words: <c>proceeds from 7 as revision 9</c>, <c>installs as revision 1</c>, or <c>refused: …</c> in Helm 4's
    /// words if both say the same, else in the words of both.
    /// </summary>
    public static string Of(Verdict verdict) =>
        verdict switch
        {
            { Outcome: VerdictOutcome.Refused, Error: { } error } => $"refused: {Of(error)}",
            { Outcome: VerdictOutcome.Refused } => "refused",
            { Outcome: VerdictOutcome.Installs } => $"installs as revision {Number(verdict.NewRevision)}",
            { Base: { } start } => $"proceeds from {Number(start)} as revision {Number(verdict.NewRevision)}",
            { NewRevision: { } revision } => $"proceeds as revision {Number(revision)}",
            _ => "proceeds",
        };

    /// <summary>Helm's words in one line; those of both if Helm 3 and Helm 4 differ.</summary>
    public static string Of(HelmError error) =>
        error.Helm3 == error.Helm4 ? OneLine(error.Helm3)
        : error.Helm4.Length == 0 ? $"Helm 3: {OneLine(error.Helm3)}; Helm 4 proceeds"
        : $"Helm 3: {OneLine(error.Helm3)}; Helm 4: {OneLine(error.Helm4)}";

    /// <summary>Why Helm refuses, for somebody who does not know its words: what they mean where that is not plain from them.</summary>
    public static string Why(HelmError error) => error.Meaning ?? Of(error);

    private static string OneLine(string words) => words.Replace("\n", "; ", StringComparison.Ordinal);

    private static string Thinks(string release, Forecast forecast, string thinks, string finds)
    {
        if (forecast.Last is { } last)
            return $"Helm {thinks} {release} is at revision {Number(last.Revision)} "
                + $"({(last.Chart.Length > 0 ? $"chart {last.Chart}, " : "")}{last.Status}).";
        return forecast.Upgrade.Error == HelmErrorText.NoRevision(release)
            ? $"Helm {finds} records of {release}, but can decode none of them."
            : $"Helm {finds} no release {release}.";
    }

    private static string Upgrade(string release, Forecast forecast, long? was)
    {
        var again = forecast.Upgrade.NewRevision is { } revision && revision == was ? " again" : "";
        var plain =
            forecast.Upgrade.Outcome == VerdictOutcome.Proceeds
                ? $"The next upgrade will be accepted, will be revision {Number(forecast.Upgrade.NewRevision)}{again}, and will start "
                    + $"from {Number(forecast.Upgrade.Base)}."
                : $"The next upgrade will be refused: {Why(forecast.Refusal ?? forecast.Upgrade.Error!)}.";
        return forecast.UpgradeInstall switch
        {
            { Outcome: VerdictOutcome.Installs, NewRevision: { } installed } =>
                $"{plain} `helm upgrade --install` will install it as revision "
                    + $"{Number(installed)}{(installed == was ? " again" : "")}.",
            { Outcome: VerdictOutcome.Refused, Error: { } error } when forecast.Upgrade.Outcome == VerdictOutcome.Proceeds =>
                $"{plain} But `helm upgrade --install` will be refused: {Why(error)}.",
            { Outcome: VerdictOutcome.Proceeds, NewRevision: { } other } when forecast.Upgrade.Outcome == VerdictOutcome.Refused =>
                $"{plain} `helm upgrade --install` will be accepted as revision {Number(other)}.",
            _ => plain,
        };
    }

    private static string Number(long? revision) => revision?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
