using System.Text.Json.Serialization;
using Helmstuck.Helm.Records;
using Helmstuck.Survey;

namespace Helmstuck.Cli.Printers;

/// <summary>A list of releases as <c>list -o json</c> prints it (docs/schema/release-list.json).</summary>
internal sealed record ReleaseListDocument(string ApiVersion, string Kind, ReleaseListDocument.ReleasePart[] Items)
{
    /// <param name="now">This machine's clock.</param>
    public static ReleaseListDocument From(IReadOnlyList<ContextListing> listings, DateTimeOffset now) =>
        new(
            JsonText.ApiVersion,
            "ReleaseList",
            [.. listings.SelectMany(one => one.Listing.Rows.Select(row => From(row, one.Listing.PhaseOf(row, now), one.Context)))]
        );

    private static ReleasePart From(ReleaseRow row, ReleasePhase? phase, string context) =>
        new(
            row.Namespace,
            row.Release,
            row.Revision,
            row.Status,
            row.Stuck,
            phase?.Text(),
            context,
            row.Record,
            JsonText.Time(row.StartedAt),
            JsonText.Time(row.LastWrittenAt),
            row.Note.Length > 0 ? row.Note : null
        );

    internal sealed record ReleasePart(
        string Namespace,
        string Release,
        long Revision,
        string Status,
        bool Stuck,
        string? Phase,
        string Context,
        string Record,
        string? StartedAt,
        string? LastWrittenAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note
    );
}
