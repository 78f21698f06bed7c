using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The cluster, the user, and the progress of the read.</summary>
internal static class HeaderView
{
    public static void Draw(Grid grid, Rect row, Model model, Theme theme)
    {
        var status = Mode(model) is { Length: > 0 } mode ? $"{mode} · {Status(model)}" : Status(model);
        var right = TextWidth.Measure(status) + (model.ReadOnly ? 12 : 0);
        var loud = model.Place.Production ? grid.Put(row.X, row.Y, $" {TuiText.Production} ", theme.Loud) : 0;
        var room = row.Width - right - 4 - loud;
        (string Label, string Value)[] fields =
        [
            ("context", Clean.Line(model.Place.Context) + Among(model)),
            ("namespace", Namespaces(model)),
            ("server", Clean.Line(model.Place.Server)),
            ("user", model.Place.User.Length > 0 ? Clean.Line(model.Place.User) : "…"),
        ];
        var labelled = fields.Sum(field => field.Label.Length + 1 + TextWidth.Measure(field.Value)) + (2 * (fields.Length - 1)) <= room;
        var values = labelled
            ? [.. fields.Select(field => field.Value)]
            : Shorten([.. fields.Select(field => field.Value)], room - (3 * (fields.Length - 1)));
        var x = row.X + 1 + loud;
        for (var i = 0; i < fields.Length; i++)
        {
            if (labelled)
                x += grid.Put(x, row.Y, fields[i].Label + " ", theme.Dim);
            x += grid.Put(x, row.Y, values[i], i < 2 ? theme.Strong : theme.Text, row.EndX - right - 2 - x);
            if (i + 1 < fields.Length)
                x += grid.Put(x, row.Y, labelled ? "  " : " · ", theme.Dim, row.EndX - right - 2 - x);
        }
        x = row.EndX - right - 1;
        if (model.ReadOnly)
            x += grid.Put(x, row.Y, "read-only", theme.Warn) + 3;
        // What is live stays as it is while something is read.
        if (Mode(model) is { Length: > 0 } known)
            x += grid.Put(x, row.Y, $"{known} · ", model.Following.LostAt is null ? theme.Dim : theme.Strong);
        grid.Put(x, row.Y, Status(model), model.Settled || IsMarked(model) ? theme.Dim : theme.Strong);
    }

    /// <summary>How many other contexts are on the screen.</summary>
    private static string Among(Model model) =>
        model.Sources.DistinctBy(source => source.Scope.Context).Count() is > 1 and var contexts ? $" +{contexts - 1}" : "";

    /// <summary>The namespaces that are listed in the context.</summary>
    private static string Namespaces(Model model) =>
        Clean.Line(
            string.Join(
                ", ",
                model.Sources.Where(source => source.Scope.Context == model.Scope.Context).Select(source => source.Scope.Namespace ?? "all")
            )
        );

    private static string Status(Model model)
    {
        if (model.Listing is { FromCache: true })
            return "as of the cache";
        // One of several that does not answer keeps nothing from being shown, and is named below the list.
        var isRead = model.Selected is null ? model.Sources.All(source => source.Settled) : model.Sources[model.At].Settled;
        if (!isRead || (model.ReviewFetch is { Quiet: false } && !IsMarked(model)) || model.Listing is null)
            // As wide as what comes after it: the text before it must not move with each read.
            return (model.Appearance.Ascii ? "loading ..." : "loading …").PadRight("read 14:02:11Z".Length);
        var read = model.Listing.ReadAt;
        if (model.Review?.Review.ReadAt is { } reviewed && reviewed > read)
            read = reviewed;
        return read == default ? "not read" : $"read {PlainText.Clock(read)}";
    }

    /// <summary>The review says itself that it is read again, and how old it is.</summary>
    private static bool IsMarked(Model model) => model.StandIn is { At: not null };

    /// <summary>How the screen learns of changes; empty before that is known, and on a screen that is printed.</summary>
    private static string Mode(Model model) =>
        model.Following switch
        {
            { LostAt: { } lost } => $"reconnecting ({TuiText.Age(lost, model.Now)})",
            { Mode: FollowMode.Live } => "live",
            { Mode: FollowMode.Polling } => $"polling every {PlainText.Age(model.Refresh)}",
            _ => "",
        };

    /// <summary>Cuts the longest values in the middle, where names of contexts and servers differ least, until all fit.</summary>
    private static string[] Shorten(string[] values, int room)
    {
        var widths = values.Select(value => TextWidth.Measure(value)).ToArray();
        var excess = widths.Sum() - Math.Max(room, values.Length * 3);
        for (; excess > 0; excess--)
        {
            var longest = Array.IndexOf(widths, widths.Max());
            if (widths[longest] <= 3)
                break;
            widths[longest]--;
        }
        return [.. values.Select((value, i) => TextWidth.Middle(value, widths[i]))];
    }
}
