using System.Globalization;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>
/// Whether a stuck record is the pipeline's own operation: proven by every condition, or not proven. What cannot be decided is not proven.
/// </summary>
internal static class OwnOperation
{
    /// <summary>
    /// The descriptions of every pending record that the helm command writes: <c>--description</c> is set only at the end (Helm:
    /// action/upgrade.go prepareUpgrade, action/install.go createRelease).
    /// </summary>
    private static readonly string[] HelmDescriptions = ["Preparing upgrade", "Initial install underway"];

    /// <summary>Why no condition can prove anything here, one clause each; none if the conditions decide.</summary>
    public static IReadOnlyList<string> Obstacles(RecoveryPlan plan, IReadOnlyList<OwnCondition> conditions)
    {
        var record = plan.Records[0];
        var obstacles = new List<string>();
        if (conditions.Count == 0)
            obstacles.Add("without --mine-if nothing proves that the stuck operation is this pipeline's own");
        if (plan.Records.Count > 1)
            obstacles.Add($"{plan.Records.Count} pending records are stacked ({plan.Confirmation})");
        if (!record.IsDecodable)
            obstacles.Add($"{record.Meta.ObjectName} cannot be decoded, so its operation is not known");
        else if (record.Status is not (ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade))
            obstacles.Add(Text($"revision {record.Revision} is {record.Status}: only an install or upgrade can be a pipeline's own"));
        else if (record.Restored)
            obstacles.Add($"{record.Meta.ObjectName} was deleted and restored, not written by a deploy");
        return obstacles;
    }

    /// <param name="record">The stuck record, decoded.</param>
    /// <param name="history">All records of the release.</param>
    /// <param name="valuesDigest">The digest of the record's values; null if they could not be read.</param>
    public static IReadOnlyList<OwnAnswer> Judge(
        IReadOnlyList<OwnCondition> conditions,
        ReleaseRecord record,
        IReadOnlyList<ReleaseRecord> history,
        string? valuesDigest
    ) =>
        [
            .. conditions.Select(condition =>
                condition switch
                {
                    OwnCondition.Chart chart => Of(chart, record),
                    OwnCondition.Values values => Of(values, valuesDigest),
                    OwnCondition.Label label => Of(label, record, history),
                    _ => throw new InvalidOperationException($"no rule for {condition.Id}"),
                }
            ),
        ];

    private static OwnAnswer Of(OwnCondition.Chart chart, ReleaseRecord record)
    {
        var found = record.Release is { Chart.Length: > 0 } release ? release.Chart : null;
        var same =
            found is not null
            && (
                chart.Version is null
                    ? chart.Name == found
                    : (chart.Name, chart.Version) == (record.Release!.ChartName, record.Release.ChartVersion)
            );
        return new OwnAnswer(
            chart.Id,
            chart.Text,
            found,
            chart.Name is null ? "the pipeline's chart is not known: add --chart"
                : found is null ? "the record names no chart"
                : same ? null
                : $"the record has chart {found}, the pipeline {chart.Text}"
        );
    }

    private static OwnAnswer Of(OwnCondition.Values values, string? found) =>
        new(
            values.Id,
            values.Digest,
            found,
            values.Digest is null ? values.Unknown ?? "the pipeline's values are not known: add --values"
                : found is null ? "the record's values cannot be read"
                : found == values.Digest ? null
                : "the record has other values than the pipeline"
        );

    private static OwnAnswer Of(OwnCondition.Label label, ReleaseRecord record, IReadOnlyList<ReleaseRecord> history)
    {
        var own = record
            .Meta.OwnLabels.Where(one => label.Key is null || one.Key == label.Key)
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .ToList();
        var found = own.Where(one => one.Value == label.Value).ToList();
        var description = record.Release?.Description ?? "";
        if (label.Key is null && !HelmDescriptions.Contains(description) && HasWord(description, label.Value))
            return new OwnAnswer(label.Id, label.Text, description, null);
        if (found.Count == 0)
            return new OwnAnswer(
                label.Id,
                label.Text,
                own.Count > 0 ? string.Join(',', own.Select(one => $"{one.Key}={one.Value}")) : null,
                label.Key is null ? $"no label of the record has the value {label.Value}" : $"the record has no label {label.Text}"
            );
        // Helm hands a release's labels down to its next revision (Helm: action/upgrade.go mergeCustomLabels).
        var before = record.Revision > 1 ? history.OfRevision(record.Meta.Release, record.Revision - 1) : null;
        if ((ByHand(record) ?? ByHand(before)) is { } hand)
            return new OwnAnswer(label.Id, label.Text, $"{found[0].Key}={label.Value}", hand);
        var (key, value) = found.FirstOrDefault(one => before?.Meta.OwnLabels.GetValueOrDefault(one.Key) != one.Value);
        return new OwnAnswer(
            label.Id,
            label.Text,
            $"{key ?? found[0].Key}={label.Value}",
            value is null
                    ? Text($"revision {record.Revision - 1} has the label {found[0].Key}={label.Value} as well, and Helm hands it down")
                : record.Revision > 1 && before is null
                    ? Text($"revision {record.Revision - 1} is gone, so the label {key}={value} may be handed down by it")
                : null
        );
    }

    private static string? ByHand(ReleaseRecord? record) =>
        record?.Meta.Hand is { } tool
            ? Text($"{tool} wrote revision {record.Revision}, too: its labels may have been changed by hand")
            : null;

    /// <summary>Whether the text contains the word, and neither a letter, a digit, <c>_</c> nor <c>-</c> beside it.</summary>
    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end == text.Length || !IsOfWord(text[end])))
                return true;
        }
        return false;
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-';

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
