using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>record</c>: it is the newest of its release, and stuck. A payload that cannot be decoded is <c>warn</c>: Helm cannot read it either,
/// and its name blocks the next revision.
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
        Reads = static subject => subject.Facts.Records,
        Judges = static (subject, history) => Of(history, subject.Review.Record),
    };

    public static CheckAnswer Of(IReadOnlyList<ReleaseRecord> history, ReleaseRecord? record)
    {
        if (record is null)
            return new CheckAnswer(CheckState.Fail, "this release has no record", []);
        var meta = record.Meta;
        var evidence = new List<string> { $"{meta.Driver} {meta.ObjectName}, uid {meta.Uid}, resourceVersion {meta.ResourceVersion}" };
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
