using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The mouse: a click selects, the wheel scrolls. Dialogs are read with it and confirmed with keys alone.</summary>
internal static partial class Updater
{
    private const int WheelLines = 3;

    private static Step Pointed(Model model, Message.Mouse mouse)
    {
        if (!model.Mouse || Layout.TooSmall(model.Width, model.Height))
            return model;
        Command? wheel = mouse.Action switch
        {
            MouseAction.WheelUp => Command.Up,
            MouseAction.WheelDown => Command.Down,
            _ => null,
        };
        return Availability.SceneOf(model) switch
        {
            Scene.Main => PointedAtPanes(model, mouse, wheel),
            Scene.Page or Scene.Dialog when wheel is { } scroll && model.Overlay is not Overlay.Confirm { Fenced: true } => Repeated(
                model,
                next => Scrolled(next, scroll)
            ),
            _ => model,
        };
    }

    private static Step PointedAtPanes(Model model, Message.Mouse mouse, Command? wheel)
    {
        var layout = Layout.Of(model, model.Width, model.Height);
        if (layout.Releases.Contains(mouse.X, mouse.Y))
        {
            var releases = model with { Focus = Pane.Releases };
            if (wheel is { } move)
                return Move(releases, move);
            return ReleasesPlace.Of(layout, model, Theme.Of(model.Appearance.Theme)).RowAt(mouse.Y, model) is { } row
                ? Select(releases, row)
                : releases;
        }
        if (model.Selected is null || !layout.Body.Contains(mouse.X, mouse.Y))
            return model;
        var column = Array.FindIndex(layout.Columns, place => place.Contains(mouse.X, mouse.Y));
        var detail = FocusPage(model, column < 0 ? model.Tab : layout.Pages[column]);
        return wheel is { } scroll ? Repeated(detail, next => Move(next, scroll)) : detail;
    }

    private static Step Repeated(Model model, Func<Model, Step> scroll)
    {
        Step step = model;
        for (var line = 0; line < WheelLines; line++)
            step = step.Then(scroll);
        return step;
    }
}
