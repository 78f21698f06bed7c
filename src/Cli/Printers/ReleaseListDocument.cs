using System.Text.Json.Serialization;
using Helmstuck.Survey;

namespace Helmstuck.Cli.Printers;

/// <summary>A list of releases as <c>list -o json</c> prints it (docs/schema/release-list.json).</summary>
internal sealed record ReleaseListDocument(string ApiVersion, string Kind, ReleaseListDocument.ReleasePart[] Items)
{
    public static ReleaseListDocument From(ReleaseListing listing) =>
        new(JsonText.ApiVersion, "ReleaseList", [.. listing.Rows.Select(From)]);

    private static ReleasePart From(ReleaseRow row) =>
        new(
            row.Namespace,
            row.Release,
            row.Revision,
            row.Status,
            row.Stuck,
            row.Record,
            JsonText.Time(row.StartedAt),
            JsonText.Time(row.LastWrittenAt),
            row.Note.Length > 0 ? row.Note : null
        );

    internal sealed record ReleasePart(
        string Namespace,
        string Release,
        int Revision,
        string Status,
        bool Stuck,
        string Record,
        string? StartedAt,
        string? LastWrittenAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note
    );
}
