using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Cli.Printers;

internal sealed partial record ReviewDocument
{
    public static ReviewDocument From(Review review) =>
        new(
            JsonText.ApiVersion,
            "Review",
            review.Context,
            review.Namespace,
            review.Release,
            review.Stuck,
            review.Record is { } record ? From(record, review.Hook) : null,
            [.. review.History.Where(one => one.Meta.IsSeenByHelm(review.Release)).Select(From)],
            [.. review.Checks.Select(From)],
            [.. review.Workloads.Select(From)],
            [.. (review.Changes ?? []).Select(From)],
            review.Outlook is { } outlook ? From(outlook) : null,
            new RecommendationPart(
                ReviewText.Of(review.Recommendation?.Action ?? RecommendedAction.None),
                [.. review.Recommendation?.Reasons ?? []]
            ),
            review.Deleted is { } deleted
                ? new DeletedPart(deleted.Revision, deleted.Meta.ObjectName, deleted.Meta.Uid, deleted.Status, deleted.Release?.Chart ?? "")
                : null
        );

    /// <summary>A check, as every document has it.</summary>
    public static CheckPart From(Check check) => new(check.Id, ReviewText.Of(check.State), check.Summary, [.. check.Evidence]);

    private static RecordPart From(ReleaseRecord record, HookProgress? hook) =>
        new(
            ReviewText.Of(record.Meta.Driver),
            record.Meta.ObjectName,
            record.Meta.Uid,
            record.Meta.ResourceVersion,
            record.Revision,
            record.Status,
            record.Meta.LabelStatus,
            record.Release?.Chart ?? "",
            record.Release?.AppVersion ?? "",
            record.Release?.Description ?? "",
            JsonText.Time(record.Meta.StartedAt),
            JsonText.Time(record.Meta.LastWrittenAt),
            hook is null
                ? null
                : new HookPart(hook.Name, hook.Kind, hook.Event, hook.Phase, JsonText.Time(hook.StartedAt), ReviewText.Of(hook.Life))
        );

    private static RevisionPart From(ReleaseRecord record) =>
        new(
            record.Revision,
            record.Status,
            record.Meta.LabelStatus,
            record.Release?.Chart ?? "",
            record.Release?.AppVersion ?? "",
            JsonText.Time(record.Release?.LastDeployed),
            record.Release?.Description ?? "",
            record.IsDecodable
        );

    private static WorkloadPart From(WorkloadHealth workload) =>
        new(
            workload.Kind,
            workload.Namespace,
            workload.Name,
            HealthText.Of(workload.Verdict),
            workload.Desired,
            workload.Updated,
            workload.Ready,
            workload.Available,
            new ConditionsPart(workload.ConditionAvailable, workload.ConditionProgressing),
            workload.Hpa is { } hpa ? new HpaPart(hpa.Name, hpa.Min, hpa.Max, hpa.Current, hpa.Desired) : null,
            workload.Reason
        );

    private static ChangePart From(ManifestChange change) =>
        new(
            change.Object.ApiVersion,
            change.Object.Kind,
            change.Object.Namespace,
            change.Object.Name,
            ReviewText.Of(change.Change),
            ReviewText.Of(change.Live)
        );

    private static OutlookPart From(Outlook outlook) =>
        new(
            From(outlook.Now),
            From(outlook.AfterDelete),
            outlook.AfterDeleteAll is { } all ? From(all) : null,
            [.. outlook.ToDelete],
            From(outlook.AfterMarkFailed),
            outlook.MarkFailed,
            [.. outlook.Notes]
        );

    private static ForecastPart From(Forecast forecast) =>
        new(
            forecast.Last is { } last ? new LastPart(last.Revision, last.Status) : null,
            forecast.Stuck,
            forecast.Listed,
            From(forecast.Upgrade),
            From(forecast.UpgradeInstall),
            From(forecast.Install),
            From(forecast.InstallReplace),
            From(forecast.Rollback),
            From(forecast.Uninstall)
        );

    private static VerdictPart From(Verdict verdict) =>
        new(ReviewText.Of(verdict.Outcome), verdict.Base, verdict.NewRevision, verdict.Error);
}
