using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>Says of a record that a backup tool brought back where it comes from.</summary>
internal static class RestoreText
{
    /// <summary>
    /// <c>came back with restore r1; the operation began on 2026-11-20 02:11:09Z</c>; null where no backup tool brought the record back.
    /// </summary>
    public static string? Of(ReleaseRecord record) =>
        !record.BroughtBack
            ? null
            : $"came back with {record.Restore ?? "a backup"}; the operation began "
                + (record.BeganAt is { } began && began != record.Meta.StartedAt ? $"on {PlainText.Utc(began)}" : "before that");
}
