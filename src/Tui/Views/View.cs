using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The whole screen as a function of the model.</summary>
internal static class View
{
    /// <summary>Draws a frame of that many cells. Never throws, for any sizes and texts.</summary>
    public static Grid Draw(Model model, int width, int height)
    {
        var grid = new Grid(width, height);
        var theme = Theme.Of(model.Appearance.Theme);
        if (theme.Text != Style.Default)
            grid.Fill(grid.Area, theme.Text);
        if (Layout.TooSmall(grid.Width, grid.Height))
            TooSmall(grid);
        else
            Draw(grid, model, theme);
        if (model.Appearance.Ascii)
            Marks.ToAscii(grid);
        return grid;
    }

    private static void Draw(Grid grid, Model model, Theme theme)
    {
        var layout = Layout.Of(model, grid.Width, grid.Height);
        HeaderView.Draw(grid, layout.Header, model, theme);
        if (model.Guide > 0)
            GuideLine.Of(model, theme).Draw(grid, 0, layout.Body.Y - 1, grid.Width);
        switch (model.Overlay)
        {
            case Overlay.Confirm dialog:
                ConfirmView.Draw(grid, ConfirmLayout.Place(layout), model, dialog, theme);
                return;
            case Overlay.Help or Overlay.Commands or Overlay.Result:
                PageView.Draw(grid, layout, model, theme);
                break;
            default:
                Panes(grid, layout, model, theme);
                BoxView.Draw(grid, layout, model, theme);
                break;
        }
        FooterView.Draw(grid, layout, model, theme);
    }

    private static void Panes(Grid grid, Layout layout, Model model, Theme theme)
    {
        if (!layout.Releases.IsEmpty)
            ReleasesView.Draw(grid, layout, model, theme);
        if (layout.Wide && !layout.Boxed && !layout.Answers.IsEmpty)
        {
            for (var y = layout.Body.Y; y < layout.Body.EndY; y++)
                grid.Put(layout.Answers.X - 1, y, "│", theme.Border);
        }
        if (!layout.Answers.IsEmpty)
            AnswersView.Draw(grid, layout, model, theme);
        if (layout.Columns.Length > 0)
            DetailView.Draw(grid, layout, model, theme);
    }

    private static void TooSmall(Grid grid)
    {
        var size = $"{Layout.MinWidth}×{Layout.MinHeight}";
        string[] texts = [$"terminal too small: needs {size}", $"too small: use {size}", size];
        grid.Put(0, 0, texts.FirstOrDefault(text => TextWidth.Measure(text) <= grid.Width) ?? size, Style.Of(Attributes.Bold));
    }
}
