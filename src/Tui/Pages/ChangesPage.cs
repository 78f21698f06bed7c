using Helmstuck.Helm.Manifests;
using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// What the stuck revision changed against the next upgrade's base, and which of the two the cluster runs. Opened wide, every field.
/// </summary>
internal static class ChangesPage
{
    public static Page Write(Page page, ScreenReview facts, bool all)
    {
        var theme = page.Theme;
        var review = facts.Review;
        if (review.Changes is not { } changes)
            return page.Add(new Piece(facts.Complete ? "There is nothing to compare." : "comparing …", theme.Dim));
        if (Planner.ClusterRuns(review) is { Length: > 0 } summary)
            page.Add(new Piece(summary, theme.Strong)).Blank();
        else if (changes.Count == 0)
            return page.Add("The two manifests do not differ in any object.");

        var start = Planner.ComparedWith(review);
        var several = changes.Select(change => change.Object.Namespace).Distinct().Count() > 1;
        const int Kind = 9,
            Live = 16;
        int[] widths = [Kind, Live, Math.Max(page.Width - Kind - Live - 4, 10)];
        page.Row(widths, new Piece("CHANGE", theme.Dim), new Piece("CLUSTER RUNS", theme.Dim), new Piece("OBJECT", theme.Dim));
        foreach (var change in changes.OrderByDescending(change => change.Fields.Any(field => field.IsImage)))
        {
            page.Row(
                widths,
                new Piece(Of(change.Change), theme.Text),
                LiveOf(change.Live, review, start, theme),
                new Piece(TextWidth.Middle(Clean.Line(Name(change.Object, several)), widths[2]), theme.Strong)
            );
            if (all && TextWidth.Measure(Name(change.Object, several)) > widths[2])
                page.Beside("    ", new Piece(Name(change.Object, several), theme.Text));
            if (change.Reason.Length > 0)
                page.Beside("    ", new Piece(change.Reason, theme.Dim));
            foreach (var field in change.Fields.Where(field => all || field.IsImage).OrderByDescending(field => field.IsImage))
                Field(page, field);
        }
        var hidden = all ? 0 : changes.Sum(change => change.Fields.Count(field => !field.IsImage));
        if (hidden > 0)
            page.Blank().Add(new Piece($"{PlainText.Count(hidden, "more changed field")}: press Enter to show.", theme.Dim));
        return page;
    }

    private static void Field(Page page, FieldChange field)
    {
        var theme = page.Theme;
        page.Beside("    ", new Piece(field.Path, theme.Dim));
        if (field.Before is { } before)
            page.Beside("      - ", new Piece(before, theme.Warn));
        if (field.After is { } after)
            page.Beside("      + ", new Piece(after, theme.Pass));
    }

    private static string Of(ChangeKind change) =>
        change switch
        {
            ChangeKind.Added => "+ added",
            ChangeKind.Removed => "- removed",
            _ => "  changed",
        };

    private static Piece LiveOf(LiveMatch live, Review review, long? previous, Theme theme) =>
        live switch
        {
            LiveMatch.Stuck when review.Deleted is { } deleted => new Piece($"{deleted.Revision} (deleted)", theme.Warn),
            LiveMatch.Stuck => new Piece(review.Record is { } stuck ? $"{stuck.Revision} (stuck)" : "stuck", theme.Warn),
            LiveMatch.Previous => new Piece(previous is { } number ? $"{number} (base)" : "absent", theme.Text),
            LiveMatch.Both => new Piece("both", theme.Text),
            LiveMatch.Neither => new Piece("! neither", theme.Fail),
            LiveMatch.Missing => new Piece("✗ missing", theme.Fail),
            _ => new Piece("? unknown", theme.Unknown),
        };

    private static string Name(ObjectKey key, bool several) =>
        several && key.Namespace.Length > 0 ? $"{key.Kind} {key.Namespace}/{key.Name}" : $"{key.Kind} {key.Name}";
}
