using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>The text of the page that takes the whole screen: help, commands, result.</summary>
internal static class OverlayPage
{
    public static Page Write(Model model, int width, Theme theme)
    {
        var page = new Page(width, theme);
        return model.Overlay switch
        {
            Overlay.Help help => HelpPage.Write(page, help, model.ReadOnly),
            Overlay.Commands commands => CommandsPage.Write(page, commands),
            Overlay.Result result => ResultPage.Write(page, model, result),
            _ => page,
        };
    }
}
