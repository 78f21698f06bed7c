using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;

namespace Helmstuck.Tui.Views;

/// <summary>The keys that lead on from an empty list.</summary>
internal static class NextKeys
{
    public static Page Write(Page page, params ReadOnlySpan<Command> commands)
    {
        page.Heading("What to try next");
        foreach (var command in commands)
        {
            var binding = KeyMap.Of(Scene.Main, command);
            page.Beside(new Piece($"  {binding.Label, -11}", page.Theme.Key), new Piece(binding.Does, page.Theme.Text));
        }
        var context = Array.Find(LineCommand.All, one => one.Command == Command.Context)!;
        return page.Beside(new Piece($"  {context.Usage, -11}", page.Theme.Key), new Piece(context.Does, page.Theme.Text));
    }
}
