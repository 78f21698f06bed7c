using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The five numbered answers, with as much of each as there is room for.</summary>
internal static class AnswersView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var inside = Panel.Draw(grid, layout.Answers, layout, theme, Title(model, theme), focused: false);
        // The page on the workloads has their reasons, the worst first.
        var health = layout.Pages.IndexOf(DetailPages.Health);
        var reasons = !layout.Boxed || health < 0 || layout.Inside(layout.Columns[health]).Height < 6;
        var lines = Fitted(AnswersPage.Write(model, inside.Width, inside.Height, theme, reasons), inside.Height, theme);
        for (var i = 0; i < lines.Count && i < inside.Height; i++)
            lines[i].Cut(inside.Width).Draw(grid, inside.X, inside.Y + i, inside.Width);
    }

    /// <summary>
    /// The order in which answers are shortened, and to how many lines: what Helm thinks next first, the checks last.
    /// </summary>
    private static ReadOnlySpan<byte> Order => [4, 1, 0, 2, 0, 1, 1, 1, 2, 1, 3, 1];

    /// <summary>Shortens answers until all fit; each keeps its first line.</summary>
    private static List<Spans> Fitted(Page[] answers, int height, Theme theme)
    {
        var shown = Array.ConvertAll(answers, answer => answer.Lines.Count);
        for (var i = 0; i < Order.Length; i += 2)
            shown[Order[i]] = Math.Max(shown[Order[i]] - Math.Max(shown.Sum() - height, 0), Math.Min(shown[Order[i]], Order[i + 1]));
        var lines = new List<Spans>();
        for (var i = 0; i < answers.Length; i++)
        {
            var kept = answers[i].Lines.Take(shown[i]).ToList();
            if (shown[i] < answers[i].Lines.Count && kept.Count > 0)
                kept[^1] = kept[^1].Cut(Math.Max(answers[i].Width - 2, 1), "").Append(new Piece(" …", theme.Dim));
            lines.AddRange(kept);
        }
        return lines;
    }

    private static Spans Title(Model model, Theme theme)
    {
        // The same chart is often installed under the same name in many namespaces.
        var place = model is { SeveralNamespaces: true, Selected.Namespace: { } ns } ? ns + "/" : "";
        var name = new Piece(Clean.Line(place + model.Selected?.Release), theme.Title);
        if (model.Shown is not { } facts)
            return name;
        var advice = Advice(facts, theme);
        // Advice about another release is not shown. A gap is cheaper to draw than the border under it.
        if (facts.Key != model.Selected)
            return new Spans(name, advice[0], new Piece(new string(' ', TextWidth.Measure(advice[1].Text)), theme.Text));
        var title = new Spans([name, .. advice]);
        if (model.Sources[model.At].OldSince is { } since)
            title = title.Append(new Piece($"  as of {PlainText.Clock(since)}", theme.Warn));
        return model.StandIn is { At: { } at } ? title.Append(new Piece($"  {TuiText.Age(at, model.Now)} old …", theme.Dim)) : title;
    }

    private static Piece[] Advice(ScreenReview facts, Theme theme) =>
        facts.Review is { Stuck: true, Recommendation: { Action: not RecommendedAction.None } advice }
            ? [new Piece("  advice: ", theme.Strong), new Piece(TuiText.Advice(facts.Review, advice.Action), theme.Strong)]
        : facts.Review is { IsWell: true } well && well.Find(WorkloadsCheck.Id) is { State: CheckState.Fail }
            ? [new Piece("  ", theme.Dim), new Piece("not stuck, but not healthy", theme.Warn)]
        : [new Piece("", theme.Text), new Piece("", theme.Text)];
}
