using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>record</c>: it is the newest of its release, and stuck, and it and those that must go with it do not contradict themselves. A payload
/// that cannot be decoded is <c>warn</c>: Helm cannot read it either, and its name blocks the next revision.
/// </summary>
internal static class RecordCheck
{
    public const string Id = "record";

    public static readonly CheckDefinition Definition = new FactCheck<IReadOnlyList<ReleaseRecord>>
    {
        Id = Id,
        Question = "Is this the newest record of the release, and does it block Helm?",
        Topic = CheckTopic.Target,
        NeedsNoRecord = true,
        Advises = RecommendedAction.Investigate,
        Reads = static subject => subject.Facts.Records,
        Judges = static (subject, history) =>
            subject.Review is { Record: { } record } review
                ? Of(history, record, Planner.Records(review, review.Remedy))
                : new CheckAnswer(CheckState.Fail, "this release has no record", []),
    };

    /// <param name="history">All records of the release.</param>
    /// <param name="record">The one under review.</param>
    /// <param name="plan">Those that would be acted on: that one, and the stacked ones below it.</param>
    public static CheckAnswer Of(IReadOnlyList<ReleaseRecord> history, ReleaseRecord record, IReadOnlyList<ReleaseRecord> plan)
    {
        var meta = record.Meta;
        var evidence = new List<string> { $"{meta.Driver} {meta.ObjectName}, uid {meta.Uid}, resourceVersion {meta.ResourceVersion}" };
        if (plan.Select(RecordIdentity.Contradiction).OfType<string>().ToList() is [var contradiction, ..])
            return new CheckAnswer(CheckState.Fail, $"the record contradicts itself: {contradiction}", evidence);
        if (ReviewText.Place(record) is { } place)
            evidence.Add(place);
        var newer = history.Where(other => other.Meta.IsSeenByHelm(meta.Release) && other.Revision > record.Revision).ToList();
        if (newer.Count > 0)
            return new CheckAnswer(
                CheckState.Fail,
                $"revision {record.Revision} is not the newest: revision {newer.Max(other => other.Revision)} is",
                evidence
            );
        if (record.Payload is RecordPayload.Undecodable corrupt)
        {
            evidence.Add(corrupt.Reason);
            return new CheckAnswer(
                CheckState.Warn,
                $"revision {record.Revision} cannot be decoded: Helm cannot read it either, and its name blocks the next revision",
                evidence
            );
        }
        if (record.Payload is RecordPayload.Refused { Why: var refused })
            return new CheckAnswer(
                CheckState.Unknown,
                $"by its label, revision {record.Revision} is the newest record and {record.Status}; its payload may not be read: "
                    + refused,
                evidence
            );
        var release = record.Release;
        if (release is not null && release.Status != meta.LabelStatus)
            evidence.Add($"the label says {Said(meta.LabelStatus)}, the payload says {release.Status}: Helm goes by the payload");
        if (!record.IsInTheWay)
            return new CheckAnswer(CheckState.Fail, $"revision {record.Revision} is {record.Status}: not stuck", evidence);
        if (release is { Description.Length: > 0 })
            evidence.Add($"description: {release.Description}");
        return new CheckAnswer(CheckState.Pass, $"revision {record.Revision} is the newest record and {record.Status}", evidence);
    }

    private static string Said(string label) => label.Length == 0 ? "nothing" : label;
}
