using Helmstuck.Terminal;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Placement;

/// <summary>
/// The layout of the dialog: the page that scrolls in <paramref name="Content"/>, and below it the lines that do not scroll.
/// <paramref name="ReasonLine"/> is the index among <paramref name="Below"/> of the last line of the override's reason.
/// </summary>
internal sealed record ConfirmLayout(Page Page, Rect Content, Rect Bottom, IReadOnlyList<Spans> Below, int ReasonLine)
{
    /// <summary>The dialog has the body and the footer's row.</summary>
    public static Rect Place(Layout layout) => layout.Body with { Height = layout.Body.Height + 1 };

    public static ConfirmLayout Of(Rect rect, Model model, Overlay.Confirm dialog, Theme theme)
    {
        var width = rect.Width - 2;
        var prompt =
            dialog.Broken.Length > 0
                ? [new Piece("This can no longer be confirmed. Press Esc and review again.", theme.Prompt)]
                : Prompt(dialog, model.Place, width, theme);
        var reason = dialog.Reason is { } typed
            ? new Spans(new Piece(ConfirmRules.ReasonPrompt(dialog), theme.Prompt), new Piece(Clean.Line(typed), theme.Text)).Wrap(width)
            : [];
        var room = Math.Max(rect.Height - 2 - prompt.Count - reason.Count - 1 - 3, 0);
        var message = Message(dialog, theme).Wrap(width).Take(Math.Min(room, 4)).ToList();
        if (dialog.Broken.Length == 0 && dialog.Message.Length == 0 && !dialog.Rechecking && message is [{ Width: 0 }])
            message = [];
        var rows = Math.Min(message.Count + reason.Count + 1 + prompt.Count, Math.Max(rect.Height - 2, 1));
        var content = rect.WithoutTop(1).WithoutBottom(rows + 1).Inset(1, 0);
        var page = ConfirmPage.Write(new Page(width, theme), model, dialog, brief: false);
        if (page.LastOffset(content.Height) > 0)
            page = ConfirmPage.Write(new Page(width, theme), model, dialog, brief: true);
        List<Spans> below =
        [
            .. message,
            .. reason,
            KeyLine.Of(model, theme, width, page.LastOffset(content.Height) > dialog.Offset),
            .. prompt,
        ];
        below = [.. below.TakeLast(rows)];
        return new ConfirmLayout(page, content, rect.Bottom(rows + 1), below, Math.Max(below.Count - prompt.Count - 2, 0));
    }

    /// <summary>
    /// What has to be typed, and behind it what was. With long names the number has a line of its own, and what was typed is never broken.
    /// </summary>
    private static List<Spans> Prompt(Overlay.Confirm dialog, Place place, int width, Theme theme)
    {
        var text = new Spans(new Piece(Clean.Line(ConfirmRules.Prompt(dialog, place)), theme.Prompt));
        var lines = text.Wrap(width).ToList();
        var command = $"Type {dialog.Plan.Plan.Confirmation}";
        if (lines.Count > 2 && command.Length <= width)
        {
            // A record's name that is longer than a line breaks before its revision.
            var rest = text.Text[(command.Length + 1)..];
            foreach (var name in dialog.Plan.Plan.Records.Select(record => record.Meta.ObjectName).Where(name => name.Length > width))
                rest = rest.Replace(name, name.Insert(name.LastIndexOf('.'), "\n"), StringComparison.Ordinal);
            lines = [new Piece(command, theme.Prompt), .. new Spans(new Piece(rest, theme.Prompt)).Wrap(width)];
        }
        var typed = new Piece($" {dialog.Typed}", theme.Strong);
        if (lines[^1].Width + Math.Max(dialog.Typed.Length, dialog.Plan.Plan.Confirmation.Length) < width)
            lines[^1] = lines[^1].Append(typed);
        else
            lines.AddRange(new Spans(typed with { Text = dialog.Typed }).Wrap(width));
        return lines;
    }

    private static Spans Message(Overlay.Confirm dialog, Theme theme) =>
        dialog.Broken.Length > 0 ? new Piece($"✗ {Clean.Line(dialog.Broken)}", theme.Fail)
        : dialog.Rechecking ? new Piece("Running the checks again before anything is sent …", theme.Strong)
        : new Piece(Clean.Line(ConfirmRules.Said(dialog)), theme.Strong);
}
