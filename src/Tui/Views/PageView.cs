using Helmstuck.Terminal;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The pages that take the whole screen: help, commands, result.</summary>
internal static class PageView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var (title, offset) = model.Overlay switch
        {
            Overlay.Help help => ("Keys", help.Offset),
            Overlay.Commands commands => ("The same with kubectl", commands.Offset),
            Overlay.Result result => (Clean.Line(result.Title), result.Offset),
            _ => ("", 0),
        };
        layout = layout.Framing(model.Overlay);
        var inside = Panel.Draw(grid, layout.Body, layout, theme, new Piece(title, theme.FocusedTitle), focused: true);
        var page = OverlayPage.Write(model, inside.Width, theme);
        page.Draw(grid, inside, offset);
        Panel.Position(grid, layout.Body, inside, layout, theme, offset, page.Lines.Count);
    }
}
