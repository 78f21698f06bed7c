using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>A list of releases in each of its outputs.</summary>
internal static class ListPrinter
{
    /// <param name="now">This machine's clock.</param>
    public static string Json(IReadOnlyList<ContextListing> listings, DateTimeOffset now) =>
        JsonText.Of(ReleaseListDocument.From(listings, now), PrintedJson.Default.ReleaseListDocument);

    /// <summary>
    /// <c>secret/NAME</c>, one per line, as kubectl's <c>-o name</c> does. Names piped from a list of stuck releases must be stuck: a
    /// deep list also shows those that cannot be decoded.
    /// </summary>
    public static IEnumerable<string> Names(ReleaseListing listing, string kind) =>
        listing.Rows.Where(row => row.Stuck || listing.Scope.All).Select(row => $"{kind}/{row.Record}");

    /// <summary>A table as kubectl prints it.</summary>
    /// <param name="now">This machine's clock.</param>
    public static IEnumerable<string> Table(IReadOnlyList<ContextListing> listings, ListColumns columns, DateTimeOffset now)
    {
        var rows = new List<string[]> { Header(columns) };
        foreach (var (context, listing) in listings)
            rows.AddRange(listing.Rows.Select(row => Cells(context, listing, row, columns, now)));
        return TextTable.Lines(rows);
    }

    private static string[] Header(ListColumns columns)
    {
        var header = new List<string>();
        if (columns.Context)
            header.Add("CONTEXT");
        if (columns.Namespace)
            header.Add("NAMESPACE");
        header.AddRange(["RELEASE", "REVISION", "STATUS", "PHASE", "AGE"]);
        if (columns.Wide)
            header.AddRange(["LAST WRITE", "RECORD", "NOTE"]);
        return [.. header];
    }

    private static string[] Cells(string context, ReleaseListing listing, ReleaseRow row, ListColumns columns, DateTimeOffset now)
    {
        var cells = new List<string>();
        var serverNow = now + listing.ClockSkew;
        if (columns.Context)
            cells.Add(Clean.Line(context));
        if (columns.Namespace)
            cells.Add(Clean.Line(row.Namespace));
        cells.AddRange([
            Clean.Line(row.Release),
            row.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Clean.Line(row.Status),
            listing.PhaseOf(row, now)?.Text() ?? "unknown",
            Age(row.StartedAt, serverNow),
        ]);
        if (columns.Wide)
            cells.AddRange([Age(row.LastWrittenAt, serverNow), Clean.Line(row.Record), Clean.Line(row.Note)]);
        else if (row.Note.Length > 0)
            cells[^3] = $"{cells[^3]} ({Clean.Line(row.Note)})";
        return [.. cells];
    }

    private static string Age(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? PlainText.Age(now - known) : "<unknown>";
}
