using System.Text;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.Pages;

namespace Helmstuck.Tui.Keys;

/// <summary>The one list of keys: the footer, the help, the README's table, the program and its tests all use it.</summary>
internal static class KeyMap
{
    public static readonly IReadOnlyList<KeyBinding> All =
    [
        new(Scene.Main, Command.Delete, ["d"], "d", "delete the stuck record (opens the dialog)", "delete"),
        new(Scene.Main, Command.MarkFailed, ["f"], "f", "mark the record failed (opens the dialog)", "mark failed"),
        new(Scene.Main, Command.Undo, ["u"], "u", "restore the last deleted record", "restore"),
        new(Scene.Main, Command.Report, ["w"], "w", "write the report", "report"),
        new(Scene.Main, Command.Commands, ["y"], "y", "show and copy the kubectl commands that do the same", "kubectl"),
        new(Scene.Main, Command.Down, ["j", "Down"], "j k ↓ ↑", "move"),
        new(Scene.Main, Command.Up, ["k", "Up"], "k ↑", ""),
        new(Scene.Main, Command.Top, ["g", "Home"], "g G Home End", "jump to the top / to the end"),
        new(Scene.Main, Command.Bottom, ["G", "End"], "G End", ""),
        new(Scene.Main, Command.PageUp, ["PgUp", "Ctrl-B"], "PgUp PgDn Ctrl-B Ctrl-F", "a page up / down"),
        new(Scene.Main, Command.PageDown, ["PgDn", "Ctrl-F"], "PgDn", ""),
        new(Scene.Main, Command.NextPane, ["Tab"], "Tab Shift-Tab", "next / previous pane"),
        new(Scene.Main, Command.PreviousPane, ["Shift-Tab"], "Shift-Tab", ""),
        new(Scene.Main, Command.Open, ["Enter"], "Enter", "open", "open"),
        new(Scene.Main, Command.Back, ["Esc"], "Esc", "back, or stop reading", "back"),
        .. DetailPages.All.Select(page => new KeyBinding(
            Scene.Main,
            Command.OpenPage,
            [page.Key],
            page.Key,
            $"{page.Title}: {page.About}",
            Page: page.Name
        )),
        new(Scene.Main, Command.Filter, ["/"], "/", "filter", "filter"),
        new(Scene.Main, Command.CommandLine, [":"], ":", "command line", "command"),
        new(Scene.Main, Command.All, ["a"], "a", "stuck only / all releases", "all"),
        new(Scene.Main, Command.Namespace, ["n"], "n", "change namespace", "namespace"),
        new(Scene.Main, Command.Deep, ["s"], "s", "search deeper: read the newest payload of every release", "search deeper"),
        new(Scene.Main, Command.Sort, ["S"], "S", "sort by the next column: name, status, revision, age", "sort"),
        new(Scene.Main, Command.Read, ["r"], "r", "read everything again", "read again"),
        new(Scene.Main, Command.Repaint, ["Ctrl-L"], "Ctrl-L", "repaint"),
        new(Scene.Main, Command.Suspend, ["Ctrl-Z"], "Ctrl-Z", "suspend"),
        new(Scene.Main, Command.Help, ["?"], "?", "help", "help"),
        new(Scene.Main, Command.Quit, ["q", "Ctrl-C"], "q Ctrl-C", "quit (in a dialog: cancel)", "quit"),
        new(
            Scene.Dialog,
            Command.Confirm,
            ["Enter"],
            "0…9 , Enter",
            "type the revision (stacked: all of them, with commas), then confirm",
            "delete"
        ),
        new(Scene.Dialog, Command.Attest, ["c"], "c", $"attest: {CiJobsCheck.Attestation}", $"attest {CiJobsCheck.Id}"),
        new(Scene.Dialog, Command.Override, ["o"], "o", "override failed checks with a reason", "override"),
        new(Scene.Dialog, Command.Erase, ["Backspace"], "Backspace Ctrl-U", "erase a digit / all digits"),
        new(Scene.Dialog, Command.EraseAll, ["Ctrl-U"], "Ctrl-U", ""),
        new(Scene.Dialog, Command.Down, ["Down", "j"], "↓ ↑ PgDn PgUp", "scroll"),
        new(Scene.Dialog, Command.Up, ["Up", "k"], "k ↑", ""),
        new(Scene.Dialog, Command.PageDown, ["PgDn", "Ctrl-F"], "PgDn", "", "more"),
        new(Scene.Dialog, Command.PageUp, ["PgUp", "Ctrl-B"], "PgUp", ""),
        new(Scene.Dialog, Command.Top, ["Home"], "Home", ""),
        new(Scene.Dialog, Command.Bottom, ["End"], "End", ""),
        new(Scene.Dialog, Command.Repaint, ["Ctrl-L"], "Ctrl-L", "repaint"),
        new(Scene.Dialog, Command.Cancel, ["Esc", "q", "Ctrl-C"], "Esc q Ctrl-C", "cancel: nothing is changed", "cancel"),
        new(Scene.Line, Command.Confirm, ["Enter"], "Enter", "accept", "accept"),
        new(Scene.Line, Command.Cancel, ["Esc", "Ctrl-C"], "Esc Ctrl-C", "cancel", "cancel"),
        new(Scene.Line, Command.Erase, ["Backspace"], "Backspace", "erase"),
        new(Scene.Line, Command.EraseAll, ["Ctrl-U"], "Ctrl-U", "erase all"),
        new(Scene.Line, Command.Complete, ["Tab"], "Tab", "complete the command"),
        new(Scene.Line, Command.Down, ["Down"], "↓", "next in the list", "next"),
        new(Scene.Line, Command.Up, ["Up"], "↑", "previous in the list", "previous"),
        new(Scene.Page, Command.Back, ["Esc", "Enter"], "Esc Enter", "back", "back"),
        new(Scene.Page, Command.Undo, ["u"], "u", "restore the deleted record (after a delete)", "restore"),
        new(Scene.Page, Command.Report, ["w"], "w", "write the report (after a delete)", "report"),
        new(Scene.Page, Command.Down, ["j", "Down"], "j ↓", "scroll down", "scroll"),
        new(Scene.Page, Command.Up, ["k", "Up"], "k ↑", "scroll up"),
        new(Scene.Page, Command.PageDown, ["PgDn", "Ctrl-F", " "], "PgDn Ctrl-F", "a page down"),
        new(Scene.Page, Command.PageUp, ["PgUp", "Ctrl-B"], "PgUp Ctrl-B", "a page up"),
        new(Scene.Page, Command.Top, ["g", "Home"], "g Home", "to the top"),
        new(Scene.Page, Command.Bottom, ["G", "End"], "G End", "to the end"),
        new(Scene.Page, Command.Repaint, ["Ctrl-L"], "Ctrl-L", "repaint"),
        new(Scene.Page, Command.Help, ["?"], "?", "help", "help"),
        new(Scene.Page, Command.Quit, ["q", "Ctrl-C"], "q Ctrl-C", "quit (help and commands: back)", "quit"),
        new(Scene.Question, Command.Confirm, ["Enter"], "Enter", "yes", "restore"),
        new(Scene.Question, Command.Cancel, ["Esc", "q", "Ctrl-C"], "Esc", "no", "cancel"),
        new(Scene.Question, Command.Repaint, ["Ctrl-L"], "Ctrl-L", "repaint"),
        new(Scene.Progress, Command.Quit, ["q", "Ctrl-C"], "q Ctrl-C", "quit as soon as the result is known", "quit when done"),
        new(Scene.Progress, Command.Repaint, ["Ctrl-L"], "Ctrl-L", "repaint"),
    ];

    /// <summary>The binding of a key, or null if it has none there.</summary>
    public static KeyBinding? Find(Scene scene, string key) =>
        All.FirstOrDefault(binding => binding.Scene == scene && binding.Keys.Contains(key, StringComparer.Ordinal));

    public static KeyBinding Of(Scene scene, Command command) => All.First(binding => binding.Scene == scene && binding.Command == command);

    /// <summary>
    /// The lines of the key list: bindings that share a line with the one before them (their text is empty) are left out.
    /// </summary>
    public static IEnumerable<KeyBinding> Listed(Scene scene) => All.Where(binding => binding.Scene == scene && binding.Does.Length > 0);

    /// <summary>The key list as the README's table, without the markers around it.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder();
        Section(table, Scene.Main, "key", "does");
        table.Append("\nIn the delete dialog:\n\n");
        Section(table, Scene.Dialog, "key", "does");
        table.Append("\nOn the command line (`:`; `Tab` completes):\n\n| command | does |\n|---|---|\n");
        foreach (var command in LineCommand.All)
            table.Append($"| {string.Join(' ', command.Words.Select(word => $"`:{word}`"))} {command.Argument} | {command.Does} |\n");
        return table.ToString();
    }

    private static void Section(StringBuilder table, Scene scene, string first, string second)
    {
        table.Append($"| {first} | {second} |\n|---|---|\n");
        foreach (var binding in Listed(scene))
            table.Append($"| {string.Join(' ', binding.Label.Split(' ').Select(label => $"`{label}`"))} | {binding.Does} |\n");
    }
}
