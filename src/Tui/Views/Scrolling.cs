namespace Helmstuck.Tui.Views;

/// <summary>How far what is on the screen can be scrolled, for the update rules.</summary>
internal static class Scrolling
{
    /// <summary>The last offset of the overlay, or else of the detail.</summary>
    public static int LastOffset(Model model)
    {
        if (Layout.TooSmall(model.Width, model.Height))
            return 0;
        var layout = Layout.Of(model, model.Width, model.Height);
        var theme = Theme.Of(model.Appearance.Theme);
        return model.Overlay switch
        {
            Overlay.Confirm dialog => ConfirmView.LastOffset(layout, model, dialog, theme),
            Overlay.Help or Overlay.Commands or Overlay.Result => PageView.LastOffset(layout, model, theme),
            _ => DetailView.LastOffset(layout, model, theme),
        };
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
