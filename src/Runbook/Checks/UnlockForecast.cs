using Helmstuck.Helm.Outlook;

namespace Helmstuck.Runbook.Checks;

/// <summary>What Helm will do after a remedy has been carried out on these revisions, newest first.</summary>
internal sealed record UnlockForecast(Remedy Remedy, Forecast After, IReadOnlyList<long> Revisions)
{
    public static UnlockForecast Of(CheckSubject subject)
    {
        var remedy = subject.Facts.Remedy;
        var outlook = subject.Review.Outlook!;
        return new UnlockForecast(
            remedy,
            remedy == Remedy.Delete ? Planner.AfterDelete(outlook) : outlook.AfterMarkFailed,
            [.. Planner.Records(subject.Review, remedy).Select(record => record.Revision)]
        );
    }
}
