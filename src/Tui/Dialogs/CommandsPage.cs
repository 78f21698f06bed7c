using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>The kubectl commands that do the same as the delete.</summary>
internal static class CommandsPage
{
    public static Page Write(Page page, Overlay.Commands commands)
    {
        if (commands.Copied.Length > 0)
            page.Add(new Piece(commands.Copied, page.Theme.Pass)).Blank();
        page.Add(
                "These commands make the same backup and the same delete, and restore the record. The API server refuses the delete "
                    + "if the record has changed. They run no checks, write no journal and verify nothing."
            )
            .Blank();
        foreach (var line in commands.Lines)
            page.Add(new Piece(line, page.Theme.Strong));
        return page;
    }
}
