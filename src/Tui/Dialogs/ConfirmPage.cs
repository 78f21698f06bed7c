using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>
/// The text of the dialog before a delete or a mark: checks that do not pass, the object, Helm now and next, what the cluster runs, the
/// backup, uid and resourceVersion.
/// </summary>
internal static class ConfirmPage
{
    private const int Label = 12;

    /// <param name="brief">In fewer lines, so that what Helm thinks next is above the fold of a small terminal.</param>
    public static Page Write(Page page, Model model, Overlay.Confirm dialog, bool brief)
    {
        var theme = page.Theme;
        var review = dialog.Facts.Review;
        var plan = dialog.Plan.Plan;
        foreach (var open in dialog.Facts.Open)
            page.Beside(new Piece("! ", theme.Warn), new Piece(open, theme.Warn));
        Checks(page, dialog, brief ? 0 : Label);
        Advice(page, dialog);
        if (!brief)
            page.Blank();
        foreach (var record in plan.Records)
        {
            page.Field(
                record == plan.Records[0] ? "Object" : "",
                Label,
                new Piece($"{record.Meta.Driver} {record.Meta.ObjectName}", theme.Strong),
                new Piece($" in {record.Meta.Namespace} on {model.Place.Context}", theme.Text),
                new Piece(model.Place.Production ? $" ({TuiText.Production})" : "", theme.Fail),
                new Piece($": {Status(record)}", theme.Text)
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
        var now = brief && plan.Review.Outlook is { } outlook ? OutlookText.BriefNow(plan.Review.Release, outlook.Now) : plan.Now;
        page.Field("Helm now", Label, new Piece(now, theme.Text));
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
        !record.IsDecodable
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

    /// <summary>The first reason that no check already states.</summary>
    private static string Reason(Recommendation advice, Overlay.Confirm dialog) =>
        // The advice to wait is about what a delete does to a running Helm; a mark is simply overwritten.
        dialog.Remedy == Remedy.MarkFailed
        && advice.Action == RecommendedAction.Wait
            ? ". If you cannot wait, marking is safer than deleting: a Helm that is still running overwrites the mark and finishes normally"
        : advice.Reasons.FirstOrDefault(reason => dialog.Facts.Review.Checks.All(check => check.Summary != reason)) is { } reason
            ? $": {reason}"
        : "";

    private static void Checks(Page page, Overlay.Confirm dialog, int column)
    {
        var theme = page.Theme;
        var checks = CheckList.All.Select(check => check.In(dialog.Facts.Review.Checks)).ToList();
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
                    new Piece((check == open[0] && column > 0 ? "Not green" : "").PadRight(column), theme.Dim),
                    page.State(check.State, check.Pending)
                ),
                new Piece($"{check.Id}: ", theme.Strong),
                new Piece(check.Summary, theme.Text)
            );
            var indent = new Spans(new string(' ', column + 8));
            if (gate.Applied.FirstOrDefault(lifted => lifted.CheckId == check.Id) is { } lifted)
                page.Beside(indent, new Piece("  overridden: ", theme.Warn), new Piece(lifted.Reason, theme.Text));
            else if (gate.Attested.Contains(check.Id))
                page.Beside(indent, new Piece("  attested: ", theme.Warn), new Piece(CheckList.Of(check).Attestation, theme.Text));
        }
    }
}
