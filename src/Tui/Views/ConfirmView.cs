using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Update;

namespace Helmstuck.Tui.Views;

/// <summary>
/// The dialog before a delete or a mark, on one page: what is not green, the object, Helm now and next, what the cluster runs, the backup,
/// uid and resourceVersion. Its last line asks for the revision and never scrolls away.
/// </summary>
internal static class ConfirmView
{
    private const int Label = 12;

    public static void Draw(Grid grid, Rect rect, Layout layout, Model model, Overlay.Confirm dialog, Theme theme)
    {
        var parts = Parts(rect, model, dialog, theme);
        Panel.Rule(grid, rect.Top(1), theme.FocusedBorder, new Piece(Title(dialog), theme.FocusedTitle));
        parts.Page.Draw(grid, parts.Content, dialog.Offset);
        Position(grid, rect.Top(1), parts, dialog.Offset, theme);
        Panel.Rule(grid, parts.Bottom.Top(1), theme.FocusedBorder, Spans.Empty);
        var y = parts.Bottom.Y + 1;
        foreach (var line in parts.Below)
            line.Draw(grid, parts.Bottom.X + 1, y++, parts.Bottom.Width - 2);
        if (dialog.Broken.Length > 0)
            return;
        var (cursorLine, row) = dialog.Reason is null
            ? (parts.Below[^1], rect.EndY - 1)
            : (parts.Below[parts.ReasonLine], parts.Bottom.Y + 1 + parts.ReasonLine);
        grid.Cursor = new Position(Math.Min(parts.Bottom.X + 1 + cursorLine.Width, rect.EndX - 1), row);
    }

    public static int LastOffset(Layout layout, Model model, Overlay.Confirm dialog, Theme theme)
    {
        var parts = Parts(layout.Body with { Height = layout.Body.Height + 1 }, model, dialog, theme);
        return parts.Page.LastOffset(parts.Content.Height);
    }

    private sealed record Placed(Page Page, Rect Content, Rect Bottom, List<Spans> Below, int ReasonLine);

    private static Placed Parts(Rect rect, Model model, Overlay.Confirm dialog, Theme theme)
    {
        var width = rect.Width - 2;
        List<Spans> prompt =
            dialog.Broken.Length > 0
                ? [new Piece("This can no longer be confirmed. Press Esc and review again.", theme.Prompt)]
                :
                [
                    .. new Spans(
                        new Piece(Clean.Line(ConfirmRules.Prompt(dialog, model.Place)), theme.Prompt),
                        new Piece($" {dialog.Typed}", theme.Strong)
                    ).Wrap(width),
                ];
        if (dialog.Broken.Length == 0 && dialog.Typed.Length == 0 && prompt[^1].Width < width)
            prompt[^1] = prompt[^1].Append(new Piece(" ", theme.Prompt));
        var reason = dialog.Reason is { } typed
            ? new Spans(
                new Piece($"Reason to override {ConfirmRules.Overridable(dialog)}: ", theme.Prompt),
                new Piece(Clean.Line(typed), theme.Text)
            ).Wrap(width)
            : [];
        var room = Math.Max(rect.Height - 2 - prompt.Count - reason.Count - 1 - 3, 0);
        var message = Message(dialog, theme).Wrap(width).Take(Math.Min(room, 4)).ToList();
        if (dialog.Broken.Length == 0 && dialog.Message.Length == 0 && !dialog.Rechecking && message is [{ Width: 0 }])
            message = [];
        var page = Write(new Page(width, theme), model, dialog);
        var rows = Math.Min(message.Count + reason.Count + 1 + prompt.Count, Math.Max(rect.Height - 2, 1));
        var content = rect.WithoutTop(1).WithoutBottom(rows + 1).Inset(1, 0);
        List<Spans> below = [.. message, .. reason, FooterView.Keys(model, theme, width, page.LastOffset(content.Height) > 0), .. prompt];
        below = [.. below.TakeLast(rows)];
        return new Placed(page, content, rect.Bottom(rows + 1), below, Math.Max(below.Count - prompt.Count - 2, 0));
    }

    private static Spans Message(Overlay.Confirm dialog, Theme theme) =>
        dialog.Broken.Length > 0 ? new Piece($"✗ {Clean.Line(dialog.Broken)}", theme.Fail)
        : dialog.Rechecking ? new Piece("Running the checks again before anything is sent …", theme.Strong)
        : dialog.Message.Length > 0 ? new Piece(Clean.Line(dialog.Message), theme.Strong)
        : new Piece(ConfirmRules.Blocked(dialog), theme.Strong);

    private static string Title(Overlay.Confirm dialog)
    {
        var count = dialog.Plan.Plan.Records.Count;
        var what = count == 1 ? "the stuck record" : $"{count} stacked records";
        var release = Clean.Line(dialog.Facts.Review.Release);
        return dialog.Remedy == Remedy.Delete ? $"Delete {what} of {release}" : $"Mark {what} of {release} failed";
    }

    private static void Position(Grid grid, Rect row, Placed parts, int offset, Theme theme)
    {
        var lines = parts.Page.Lines.Count;
        if (lines <= parts.Content.Height || parts.Content.Height <= 0)
            return;
        offset = Math.Clamp(offset, 0, lines - parts.Content.Height);
        var below = lines - parts.Content.Height - offset;
        var text = below > 0 ? $" ↓ {below} more " : " ↑ ";
        grid.Put(row.EndX - TextWidth.Measure(text) - 2, row.Y, text, theme.Strong);
    }

    private static Page Write(Page page, Model model, Overlay.Confirm dialog)
    {
        var theme = page.Theme;
        var review = dialog.Facts.Review;
        var plan = dialog.Plan.Plan;
        Checks(page, dialog);
        Advice(page, dialog);
        page.Blank();
        foreach (var record in plan.Records)
        {
            page.Field(
                record == plan.Records[0] ? "Object" : "",
                Label,
                new Piece($"{record.Meta.Driver} {record.Meta.ObjectName}", theme.Strong),
                new Piece($" in {record.Meta.Namespace} on {model.Place.Context}: {Status(record)}", theme.Text)
            );
        }
        page.Field(
            "",
            Label,
            new Piece(
                dialog.Remedy == Remedy.Delete
                    ? "nothing else is deleted; pods and workloads are not changed"
                    : "only its status is changed; pods and workloads are not changed",
                theme.Dim
            )
        );
        page.Field("Helm now", Label, new Piece(plan.Now, theme.Text));
        page.Field("Helm next", Label, new Piece(plan.Next, theme.Strong));
        page.Field(
            "Cluster",
            Label,
            plan.ClusterRuns.Length > 0
                ? new Piece(plan.ClusterRuns, theme.Text)
                : new Piece(
                    review.Changes is null && !dialog.Facts.Complete ? "comparing …" : "the cluster could not be compared",
                    theme.Dim
                )
        );
        for (var i = 0; i < dialog.Plan.BackupPaths.Count; i++)
            page.Field(i == 0 ? "Backup" : "", Label, new Piece(dialog.Plan.BackupPaths[i], theme.Text));
        foreach (var record in plan.Records)
            page.Field(
                "uid",
                Label,
                new Piece(record.Meta.Uid, theme.Text),
                new Piece($"  resourceVersion {record.Meta.ResourceVersion}", theme.Text)
            );
        return page;
    }

    private static string Status(ReleaseRecord record) =>
        record.Payload is RecordPayload.Undecodable
            ? "payload cannot be decoded"
            : $"{record.Status}{(record.Release?.Chart is { Length: > 0 } chart ? $", chart {chart}" : "")}";

    private static void Advice(Page page, Overlay.Confirm dialog)
    {
        if (
            dialog.Facts.Review.Recommendation is not { } advice
            || advice.Action == RecommendedAction.None
            || advice.Action == (dialog.Remedy == Remedy.Delete ? RecommendedAction.Delete : RecommendedAction.MarkFailed)
        )
            return;
        page.Field(
            "Advised",
            Label,
            new Piece(
                advice.Action is RecommendedAction.Wait or RecommendedAction.Investigate
                    ? $"{ReviewText.Of(advice.Action)} first"
                    : $"{TuiText.Of(advice.Action)} instead",
                page.Theme.Warn
            ),
            new Piece(Reason(advice, dialog), page.Theme.Text)
        );
    }

    /// <summary>The first reason that no check has said already.</summary>
    private static string Reason(Recommendation advice, Overlay.Confirm dialog) =>
        // The advice to wait tells what a delete would do to a live Helm; a mark it simply writes over.
        dialog.Remedy == Remedy.MarkFailed
        && advice.Action == RecommendedAction.Wait
            ? ". If you cannot wait, marking is safer than deleting: a Helm that is still running overwrites the mark and finishes normally"
        : advice.Reasons.FirstOrDefault(reason => dialog.Facts.Review.Checks.All(check => check.Summary != reason)) is { } reason
            ? $": {reason}"
        : "";

    private static void Checks(Page page, Overlay.Confirm dialog)
    {
        var theme = page.Theme;
        var checks = CheckId
            .All.Select(id => dialog.Facts.Review.Find(id) ?? new Check(id, CheckState.Unknown, "not answered yet", []) { Pending = true })
            .ToList();
        var open = checks.Where(check => check.State != CheckState.Pass || check.Pending).ToList();
        if (open.Count == 0)
        {
            page.Field("Checks", Label, new Piece($"{Marks.Of(CheckState.Pass)} all {checks.Count} pass", theme.Pass));
            return;
        }
        var gate = dialog.Gate;
        foreach (var check in open)
        {
            page.Beside(
                new Spans(
                    new Piece((check == open[0] ? "Not green" : "").PadRight(Label), theme.Dim),
                    page.State(check.State, check.Pending)
                ),
                new Piece($"{check.Id}: ", theme.Strong),
                new Piece(check.Summary, theme.Text)
            );
            var indent = new Spans(new string(' ', Label + 8));
            if (gate.Applied.FirstOrDefault(lifted => lifted.CheckId == check.Id) is { } lifted)
                page.Beside(indent, new Piece("  overridden: ", theme.Warn), new Piece(lifted.Reason, theme.Text));
            else if (check.Id == CheckId.CiJobs && gate.Attested)
                page.Beside(
                    indent,
                    new Piece("  attested: ", theme.Warn),
                    new Piece("I have checked that no CI job is running", theme.Text)
                );
        }
    }
}
