using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>A list of releases in each of its outputs.</summary>
internal static class ListPrinter
{
    /// <param name="now">This machine's clock.</param>
    public static string Json(ReleaseListing listing, string context, DateTimeOffset now) =>
        JsonText.Of(ReleaseListDocument.From(listing, context, now), PrintedJson.Default.ReleaseListDocument);

    /// <summary>
    /// <c>secret/NAME</c>, one per line, as kubectl's <c>-o name</c> does. Names piped from a list of stuck releases must be stuck: a
    /// deep list also shows those that cannot be decoded.
    /// </summary>
    public static IEnumerable<string> Names(ReleaseListing listing, string kind) =>
        listing.Rows.Where(row => row.Stuck || listing.Scope.All).Select(row => $"{kind}/{row.Record}");

    /// <summary>A table as kubectl prints it.</summary>
    /// <param name="now">This machine's clock.</param>
    public static IEnumerable<string> Table(ReleaseListing listing, bool wide, DateTimeOffset now)
    {
        var all = listing.Scope.Namespace is null;
        var rows = new List<string[]> { Header(all, wide) };
        rows.AddRange(listing.Rows.Select(row => Cells(listing, row, wide, now)));
        return TextTable.Lines(rows);
    }

    private static string[] Header(bool all, bool wide)
    {
        var header = new List<string>();
        if (all)
            header.Add("NAMESPACE");
        header.AddRange(["RELEASE", "REVISION", "STATUS", "PHASE", "AGE"]);
        if (wide)
            header.AddRange(["LAST WRITE", "RECORD", "NOTE"]);
        return [.. header];
    }

    private static string[] Cells(ReleaseListing listing, ReleaseRow row, bool wide, DateTimeOffset now)
    {
        var cells = new List<string>();
        var serverNow = now + listing.ClockSkew;
        if (listing.Scope.Namespace is null)
            cells.Add(Clean.Line(row.Namespace));
        cells.AddRange([
            Clean.Line(row.Release),
            row.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Clean.Line(row.Status),
            listing.PhaseOf(row, now)?.Text() ?? "unknown",
            Age(row.StartedAt, serverNow),
        ]);
        if (wide)
            cells.AddRange([Age(row.LastWrittenAt, serverNow), Clean.Line(row.Record), Clean.Line(row.Note)]);
        else if (row.Note.Length > 0)
            cells[^3] = $"{cells[^3]} ({Clean.Line(row.Note)})";
        return [.. cells];
    }

    private static string Age(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? PlainText.Age(now - known) : "<unknown>";
}
