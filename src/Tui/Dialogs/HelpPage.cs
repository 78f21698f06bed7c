using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>All keys, and the meaning of the signs.</summary>
internal static class HelpPage
{
    /// <param name="readOnly">Without the keys that change anything, and without the dialog that only they open.</param>
    public static Page Write(Page page, Overlay.Help help, bool readOnly)
    {
        page.Field(
            "Signs",
            8,
            new Piece("✓ pass and ! warn allow the delete; ✗ fail and ? unknown block it; … is still being read.", page.Theme.Text)
        );
        if (help.Over is Overlay.Result)
            Section(page, "This page", Scene.Page, readOnly);
        Section(page, "Main screen", Scene.Main, readOnly);
        if (!readOnly)
            Section(page, "Dialog for delete and mark failed", Scene.Dialog, readOnly);
        page.Heading("Command line (Tab completes)");
        foreach (var command in LineCommand.All)
            page.Beside(
                new Piece($"  {command.Usage, -24}", page.Theme.Key),
                new Piece(command.Does.Replace("`", "", StringComparison.Ordinal), page.Theme.Text)
            );
        return page;
    }

    private static void Section(Page page, string title, Scene scene, bool readOnly)
    {
        page.Heading(title);
        foreach (var binding in KeyMap.Listed(scene))
            if (!(readOnly && binding.Changes))
                page.Beside(new Piece($"  {binding.Label, -24}", page.Theme.Key), new Piece(binding.Does, page.Theme.Text));
    }
}
