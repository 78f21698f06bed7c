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
        BoxedFrom = 28;

    public required Rect Header { get; init; }

    /// <summary>Between header and footer: where pages and the dialog go.</summary>
    public required Rect Body { get; init; }

    public required Rect Footer { get; init; }

    /// <summary>Empty if the detail replaces it.</summary>
    public required Rect Releases { get; init; }

    public required Rect Answers { get; init; }
    public required Rect Detail { get; init; }

    /// <summary>Panes side by side.</summary>
    public required bool Wide { get; init; }

    /// <summary>Panes have borders all around; otherwise a title line each.</summary>
    public required bool Boxed { get; init; }

    public static bool TooSmall(int width, int height) => width < MinWidth || height < MinHeight;

    public static Layout Of(Model model, int width, int height)
    {
        var screen = new Rect(0, 0, width, height);
        var body = screen.WithoutTop(1).WithoutBottom(1);
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
            Detail = none,
            Wide = wide,
            Boxed = boxed,
        };
        if (model.Zoomed)
            return layout with { Releases = none, Detail = body };
        if (model.Selected is null)
            return layout;
        if (!wide)
            return Stacked(layout, model, body);
        // With all namespaces a row holds two names, and both may be long.
        var left = model.Scope.Namespace is null ? Math.Clamp(width * 9 / 20, 54, 90) : Math.Clamp(width / 3, 42, 60);
        var right = body.WithoutLeft(left + (boxed ? 0 : 1));
        var answers = AnswersHeight(model, right.Width, right.Height, boxed);
        return layout with { Releases = body.Left(left), Answers = right.Top(answers), Detail = right.WithoutTop(answers) };
    }

    /// <summary>The inside of a pane, without title and borders.</summary>
    public Rect Inside(Rect pane) => Boxed ? pane.Inset(2, 1) : pane.WithoutTop(1);

    /// <summary>Text that is meant to be copied has no frame at its sides: a selection would include it.</summary>
    public Layout Framing(Overlay? page) => page is Overlay.Commands ? this with { Boxed = false } : this;

    private static Layout Stacked(Layout layout, Model model, Rect body)
    {
        var frame = layout.Boxed ? 2 : 1;
        var most =
            body.Height >= 40 ? 8
            : body.Height >= 26 ? 5
            : body.Height >= 18 ? 3
            : 1;
        var releases = Math.Clamp(model.Rows.Count, 1, most) + frame;
        var rest = body.WithoutTop(releases);
        var answers = AnswersHeight(model, rest.Width, rest.Height, layout.Boxed);
        return layout with { Releases = body.Top(releases), Answers = rest.Top(answers), Detail = rest.WithoutTop(answers) };
    }

    private static int AnswersHeight(Model model, int width, int height, bool boxed)
    {
        var frame = boxed ? 2 : 1;
        // The detail keeps at least a third, and its title with four lines.
        var most = Math.Max(height - Math.Max(height / 3, 4 + frame), Math.Min(5 + frame, height));
        return Math.Min(AnswersPage.Height(model, boxed ? width - 4 : width, most - frame) + frame, height);
    }
}
