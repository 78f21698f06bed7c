using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Placement;

/// <summary>The layout of the screen. The only place that decides sizes; the update rules also use it, to scroll by pages.</summary>
internal sealed record Layout
{
    public const int MinWidth = 40,
        MinHeight = 10;

    private const int WideFrom = 110,
        ThreeFrom = 180,
        BoxedFrom = 28;

    public required Rect Header { get; init; }

    /// <summary>Between header and footer: where pages and the dialog go.</summary>
    public required Rect Body { get; init; }

    public required Rect Footer { get; init; }

    /// <summary>Empty if the detail replaces it.</summary>
    public required Rect Releases { get; init; }

    public required Rect Answers { get; init; }

    /// <summary>The columns of the detail, in the order of <see cref="DetailPages.Beside"/>.</summary>
    public required Rect[] Columns { get; init; }

    /// <summary>The names of the pages in <see cref="Columns"/>.</summary>
    public required List<string> Pages { get; init; }

    /// <summary>The column of the open page.</summary>
    public required Rect Detail { get; init; }

    /// <summary>Panes side by side.</summary>
    public required bool Wide { get; init; }

    /// <summary>Panes have borders all around; otherwise a title line each.</summary>
    public required bool Boxed { get; init; }

    public static bool TooSmall(int width, int height) => width < MinWidth || height < MinHeight;

    public static Layout Of(Model model, int width, int height)
    {
        var screen = new Rect(0, 0, width, height);
        var body = screen.WithoutTop(model.Guide > 0 ? 2 : 1).WithoutBottom(1);
        var wide = width >= WideFrom;
        var boxed = height >= BoxedFrom;
        var none = new Rect(0, body.Y, 0, 0);
        var layout = new Layout
        {
            Header = screen.Top(1),
            Body = body,
            Footer = screen.Bottom(1),
            Releases = body,
            Answers = none,
            Columns = [],
            Pages = [],
            Detail = none,
            Wide = wide,
            Boxed = boxed,
        };
        if (model.Zoomed)
            return (layout with { Releases = none }).WithDetail(model, body);
        if (model.Selected is null)
            return layout;
        // A row that names its context needs the whole width of most terminals.
        return wide && (!model.SeveralContexts || width >= ThreeFrom) ? SideBySide(layout, model, body) : Stacked(layout, model, body);
    }

    /// <summary>The inside of a pane, without title and borders.</summary>
    public Rect Inside(Rect pane) => Boxed ? pane.Inset(2, 1) : pane.WithoutTop(1);

    /// <summary>Text that is meant to be copied has no frame at its sides: a selection would include it.</summary>
    public Layout Framing(Overlay? page) => page is Overlay.Commands or Overlay.Result ? this with { Boxed = false } : this;

    private Layout WithDetail(Model model, Rect place)
    {
        var count =
            model.Zoomed || !Boxed || place.Width < WideFrom ? 1
            : place.Width < ThreeFrom ? 2
            : 3;
        var pages = DetailPages.Beside(model.Tab, count);
        var columns = new Rect[count];
        for (var i = 0; i < count; i++)
            columns[i] = place.WithoutLeft(place.Width * i / count).Left((place.Width * (i + 1) / count) - (place.Width * i / count));
        return this with { Columns = columns, Pages = pages, Detail = columns[pages.IndexOf(model.Tab)] };
    }

    /// <summary>
    /// Releases and answers side by side, and the detail below both; a list that is too long for that keeps the whole height.
    /// </summary>
    private static Layout SideBySide(Layout layout, Model model, Rect body)
    {
        // A row may hold two or three names, and all may be long.
        var left =
            model.SeveralContexts ? body.Width / 2
            : model.SeveralNamespaces ? Math.Clamp(body.Width * 9 / 20, 54, 90)
            : Math.Clamp(body.Width / 3, 46, 60);
        var right = body.WithoutLeft(left + (layout.Boxed ? 0 : 1));
        var answers = AnswersHeight(model, right, layout.Boxed, Math.Max(body.Height / 3, 5), layout.Boxed ? model.AnswersFloor : 0);
        var list = model.Rows.Count + 3 + ReleasesPlace.NotesOf(model, left - 4, Theme.Default).Lines.Count;
        var band = Math.Max(answers, Math.Min(list, body.Height * 2 / 5));
        return layout.Boxed && list <= band
            ? (layout with { Releases = body.Left(left).Top(band), Answers = right.Top(band) }).WithDetail(model, body.WithoutTop(band))
            : (layout with { Releases = body.Left(left), Answers = right.Top(answers) }).WithDetail(model, right.WithoutTop(answers));
    }

    private static Layout Stacked(Layout layout, Model model, Rect body)
    {
        var frame = layout.Boxed ? 2 : 1;
        var most =
            body.Height >= 40 ? 8
            : body.Height >= 26 ? 5
            : body.Height >= 18 ? 3
            : 1;
        // What one of several contexts or namespaces says takes no row from the others.
        var notes = model.Sources.Count > 1 ? ReleasesPlace.NotesOf(model, body.Width - 4, Theme.Default).Lines.Count : 0;
        var releases = Math.Clamp(model.Rows.Count, 1, most) + Math.Min(notes, most) + frame;
        var rest = body.WithoutTop(releases);
        // The answers come first, and the detail keeps its title; who reads the detail has a third of the room for it.
        var detail = model.Focus == Pane.Detail ? Math.Max(rest.Height / 3, 4 + frame) : frame + 1;
        var answers = AnswersHeight(model, rest, layout.Boxed, detail);
        return (layout with { Releases = body.Top(releases), Answers = rest.Top(answers) }).WithDetail(model, rest.WithoutTop(answers));
    }

    /// <param name="detail">The rows that the detail keeps.</param>
    private static int AnswersHeight(Model model, Rect room, bool boxed, int detail, int floor = 0)
    {
        var frame = boxed ? 2 : 1;
        var most = Math.Max(room.Height - detail, Math.Min(5 + frame, room.Height));
        var needed = AnswersPage.Height(model, boxed ? room.Width - 4 : room.Width, most - frame) + frame;
        return Math.Min(Math.Max(needed, Math.Min(floor, most)), room.Height);
    }
}
