namespace Helmstuck.Terminal;

/// <summary>Rows of styled text under a header, with the selected row in view.</summary>
internal sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Spans>> Rows)
{
    /// <summary>Index of the selected row; negative: none.</summary>
    public int Selected { get; init; } = -1;

    /// <summary>The first row shown when it was last drawn.</summary>
    public int Offset { get; init; }

    public bool ShowHeader { get; init; } = true;

    public Style HeaderStyle { get; init; } = Style.Of(Attributes.Bold);

    public Style SelectedStyle { get; init; } = Style.Of(Attributes.Reverse);

    public int Gap { get; init; } = 2;

    public string Ellipsis { get; init; } = "…";

    /// <summary>Draws it and returns the rows that are in view.</summary>
    public Scroll Draw(Grid grid, Rect rect)
    {
        var widths = Widths(Math.Max(rect.Width, 0));
        var body = rect;
        if (ShowHeader && rect.Height > 0)
        {
            DrawRow(grid, rect.Top(1), widths, [.. Columns.Select(column => (Spans)new Piece(column.Title, HeaderStyle))]);
            body = rect.WithoutTop(1);
        }
        var view = Scroll.Window(Rows.Count, Selected, body.Height, Offset);
        for (var i = 0; i < view.Count; i++)
        {
            DrawRow(grid, body.Row(i), widths, Rows[view.First + i]);
            if (view.First + i == Selected)
                grid.SetStyle(body.Row(i), SelectedStyle);
        }
        return view;
    }

    /// <summary>The columns' widths in a table of that width; 0: not shown.</summary>
    internal int[] Widths(int available)
    {
        var shown = Columns.Select(_ => true).ToArray();
        while (Needed(shown) > available && MostDroppable(shown) is >= 0 and var victim)
            shown[victim] = false;

        var widths = new int[Columns.Count];
        var left = available - (Gap * Math.Max(shown.Count(yes => yes) - 1, 0));
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = shown[i] ? Math.Clamp(Columns[i].Min, 0, Math.Max(left, 0)) : 0;
            left -= widths[i];
        }
        for (var i = 0; i < widths.Length; i++)
        {
            if (!shown[i] || Columns[i].Max <= widths[i] || left <= 0)
                continue;
            var more = Math.Clamp(Math.Min(Natural(i), Columns[i].Max) - widths[i], 0, left);
            widths[i] += more;
            left -= more;
        }
        var shares = Columns.Where((_, i) => shown[i]).Sum(column => column.Flex);
        for (var i = 0; i < widths.Length && shares > 0 && left > 0; i++)
        {
            if (!shown[i] || Columns[i].Flex == 0)
                continue;
            var more = left * Columns[i].Flex / shares;
            widths[i] += more;
            left -= more;
            shares -= Columns[i].Flex;
        }
        return widths;
    }

    private int Needed(bool[] shown) =>
        Columns.Where((_, i) => shown[i]).Sum(column => column.Min) + (Gap * Math.Max(shown.Count(yes => yes) - 1, 0));

    private int MostDroppable(bool[] shown)
    {
        var victim = -1;
        for (var i = 0; i < shown.Length; i++)
        {
            if (shown[i] && Columns[i].Drop > 0 && (victim < 0 || Columns[i].Drop >= Columns[victim].Drop))
                victim = i;
        }
        return victim;
    }

    private int Natural(int column)
    {
        var width = TextWidth.Measure(Columns[column].Title);
        if (Columns[column].Natural is { } known)
            return Math.Max(width, known);
        foreach (var row in Rows)
        {
            if (column < row.Count)
                width = Math.Max(width, row[column].Width);
        }
        return width;
    }

    private void DrawRow(Grid grid, Rect row, int[] widths, IReadOnlyList<Spans> cells)
    {
        var x = row.X;
        for (var i = 0; i < widths.Length; i++)
        {
            if (widths[i] == 0)
                continue;
            if (i < cells.Count)
            {
                var text =
                    Columns[i].CutsMiddle && cells[i].Pieces is [var only]
                        ? only with
                        {
                            Text = TextWidth.Middle(only.Text, widths[i]),
                        }
                        : cells[i].Cut(Math.Min(widths[i], row.EndX - x), Ellipsis);
                text.Draw(grid, Columns[i].AlignRight ? x + widths[i] - text.Width : x, row.Y, Math.Min(widths[i], row.EndX - x));
            }
            x += widths[i] + Gap;
        }
    }
}
