using System.Text.Json.Serialization;
using Helmstuck.Helm.Outlook;

namespace Helmstuck.Cli.Printers;

/// <summary>
/// A Review as <c>explain -o json</c> prints it (docs/schema/review.json): the members in this order; an absent value is null, never left
/// out, except for a condition.
/// </summary>
internal sealed partial record ReviewDocument(
    string ApiVersion,
    string Kind,
    string Context,
    string Namespace,
    string Release,
    bool Stuck,
    ReviewDocument.RecordPart? Record,
    ReviewDocument.RevisionPart[] History,
    ReviewDocument.CheckPart[] Checks,
    ReviewDocument.WorkloadPart[] Workloads,
    ReviewDocument.ChangePart[] Changes,
    ReviewDocument.OutlookPart? Outlook,
    ReviewDocument.RecommendationPart Recommendation,
    ReviewDocument.DeletedPart? Deleted
)
{
    internal sealed record DeletedPart(long Revision, string Name, string Uid, string Status, string Chart);

    internal sealed record RecordPart(
        string Kind,
        string Name,
        string Uid,
        string ResourceVersion,
        long Revision,
        string Status,
        string LabelStatus,
        string Chart,
        string AppVersion,
        string Description,
        string? StartedAt,
        string? LastWrittenAt,
        HookPart? Hook
    );

    internal sealed record HookPart(string Name, string Kind, string Event, string Phase, string? StartedAt, string Live);

    internal sealed record RevisionPart(
        long Revision,
        string Status,
        string LabelStatus,
        string Chart,
        string AppVersion,
        string? UpdatedAt,
        string Description,
        bool Decodable
    );

    internal sealed record CheckPart(string Id, string State, string Summary, string[] Evidence);

    internal sealed record WorkloadPart(
        string Kind,
        string Namespace,
        string Name,
        string Verdict,
        long? Desired,
        long? Updated,
        long? Ready,
        long? Available,
        ConditionsPart Conditions,
        HpaPart? Hpa,
        string Reason
    );

    /// <summary>Spelled as in Kubernetes.</summary>
    internal sealed record ConditionsPart(
        [property: JsonPropertyName("Available"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Available,
        [property: JsonPropertyName("Progressing"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Progressing
    );

    internal sealed record HpaPart(string Name, long? Min, long? Max, long? Current, long? Desired);

    internal sealed record ChangePart(string ApiVersion, string Kind, string Namespace, string Name, string Change, string Live);

    internal sealed record OutlookPart(
        ForecastPart Now,
        ForecastPart AfterDelete,
        ForecastPart? AfterDeleteAll,
        long[] ToDelete,
        ForecastPart AfterMarkFailed,
        MarkFailed MarkFailed,
        OutlookNote[] Notes
    );

    internal sealed record ForecastPart(
        LastPart? Last,
        bool Stuck,
        Listed Listed,
        VerdictPart Upgrade,
        VerdictPart UpgradeInstall,
        VerdictPart Install,
        VerdictPart InstallReplace,
        VerdictPart Rollback,
        VerdictPart Uninstall
    );

    internal sealed record LastPart(long Revision, string Status);

    internal sealed record VerdictPart(string Outcome, long? Base, long? NewRevision, HelmError? Error);

    internal sealed record RecommendationPart(string Action, string[] Reasons);
}
