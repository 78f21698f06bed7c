using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Placement;

/// <summary>How far the screen can be scrolled, for the update rules.</summary>
internal static class Scrolling
{
    /// <summary>The last offset of the overlay, or else of the detail.</summary>
    public static int LastOffset(Model model)
    {
        if (Layout.TooSmall(model.Width, model.Height))
            return 0;
        var layout = Layout.Of(model, model.Width, model.Height);
        var theme = Theme.Of(model.Appearance.Theme);
        switch (model.Overlay)
        {
            case Overlay.Confirm dialog:
                var parts = ConfirmLayout.Of(ConfirmLayout.Place(layout), model, dialog, theme);
                return parts.Page.LastOffset(parts.Content.Height);
            case Overlay.Help or Overlay.Commands or Overlay.Result:
                var body = layout.Framing(model.Overlay).Inside(layout.Body);
                return OverlayPage.Write(model, body.Width, theme).LastOffset(body.Height);
            default:
                var detail = layout.Inside(layout.Detail);
                return DetailPages.Write(model, model.Tab, detail.Width, detail.Height, theme).LastOffset(detail.Height);
        }
    }

    /// <summary>Lines that a page key moves by.</summary>
    public static int Page(Model model)
    {
        var layout = Layout.Of(model, model.Width, model.Height);
        var height = model.Overlay is null ? layout.Inside(layout.Detail).Height : layout.Inside(layout.Body).Height;
        return Math.Max(height - 1, 1);
    }

    public static int ReleasesPage(Model model)
    {
        var layout = Layout.Of(model, model.Width, model.Height);
        return Math.Max(layout.Inside(layout.Releases).Height - 1, 1);
    }
}
