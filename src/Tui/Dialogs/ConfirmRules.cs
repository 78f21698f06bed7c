using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>
/// The rules of the dialog before a delete or a mark: what blocks it, how that is lifted, and what happens when the facts change.
/// </summary>
internal static class ConfirmRules
{
    /// <summary>The dialog with newer facts. It reports changes, and closes if the record is not the reviewed one.</summary>
    public static Overlay.Confirm Refreshed(Overlay.Confirm dialog, ScreenReview facts)
    {
        if (dialog.Broken.Length > 0)
            return dialog;
        if (Replaced(dialog, facts) is { Length: > 0 } why)
            return dialog with { Broken = why, Rechecking = false, Message = "" };
        var plan = facts.Plan(dialog.Remedy);
        var changes = Changes(dialog.Facts.Review, facts.Review);
        return dialog with
        {
            Facts = facts,
            // The paths contain the time: the ones shown first are kept.
            Plan = plan is null ? dialog.Plan : plan with { BackupPaths = dialog.Plan.BackupPaths },
            Message = changes.Length > 0 ? changes : dialog.Message,
        };
    }

    /// <summary>Why the record is no longer the reviewed one; empty while it is, or while that is not known.</summary>
    private static string Replaced(Overlay.Confirm dialog, ScreenReview facts)
    {
        var reviewed = dialog.Plan.Plan.Records[0];
        if (facts.Plan(dialog.Remedy) is { } plan)
        {
            if (plan.Identity == dialog.Plan.Identity)
                return "";
            var now = plan.Plan.Records[0];
            if (plan.Plan.Records.Count != dialog.Plan.Plan.Records.Count || now.Meta.ObjectName != reviewed.Meta.ObjectName)
                return $"The records changed while this dialog was open: it named {Names(dialog.Plan)}; now it would name {Names(plan)}.";
            return Rewritten(reviewed, now);
        }
        if (facts.Review.Record is { } record)
        {
            if (record.Meta.ObjectName != reviewed.Meta.ObjectName)
                return $"The record changed while this dialog was open: the newest is now revision {record.Revision}, {record.Status}.";
            if (record.Meta.Uid != reviewed.Meta.Uid || record.Meta.ResourceVersion != reviewed.Meta.ResourceVersion)
                return Rewritten(reviewed, record);
        }
        return facts.Complete ? $"The record is no longer there, or no longer stuck ({facts.Review.Record?.Status ?? "gone"})." : "";
    }

    private static string Rewritten(ReleaseRecord before, ReleaseRecord now) =>
        before.Meta.Uid != now.Meta.Uid
            ? $"The record was replaced while this dialog was open: uid was {before.Meta.Uid}, is now {now.Meta.Uid} ({now.Status}), "
                + $"created {OtherHands.Creator(now.Meta.Object)}."
            : $"The record was written while this dialog was open: resourceVersion was {before.Meta.ResourceVersion}, is now "
                + $"{now.Meta.ResourceVersion} ({now.Status}), written {OtherHands.Writer(now.Meta.Object)}. Helm may still be running.";

    private static string Names(PlanFacts plan) => string.Join(", ", plan.Plan.Records.Select(record => record.Meta.ObjectName));

    /// <summary>Which checks have another result than before, as a sentence; empty if none has.</summary>
    private static string Changes(Review before, Review now)
    {
        var changed = now
            .Checks.Where(check => !check.Pending && before.Find(check.Id) is { Pending: false } old && old.State != check.State)
            .Select(check =>
                $"{check.Id} was {ReviewText.Of(before.Find(check.Id)!.State)}, is now {ReviewText.Of(check.State)}: {check.Summary}"
            )
            .ToList();
        return changed.Count == 0 ? "" : $"Changed while this dialog was open: {string.Join("; ", changed)}";
    }

    /// <summary>
    /// What the dialog says above its keys: what blocks it now, and the last change or answer. A newer read never hides what blocks.
    /// </summary>
    public static string Said(Overlay.Confirm dialog) => $"{Blocked(dialog)} {dialog.Message}".Trim();

    /// <summary>Which checks block it and how to lift each, as sentences; empty if none does.</summary>
    public static string Blocked(Overlay.Confirm dialog)
    {
        var blocking = dialog.Gate.Blocking;
        if (blocking.Count == 0)
            return "";
        var never = blocking.Where(check => !check.Pending && !CheckList.IsOverridable(check)).ToList();
        var pending = blocking.Where(check => check.Pending).ToList();
        var lifted = blocking.Where(CheckList.IsOverridable).ToList();
        var sentences = new List<string>();
        if (never.Count > 0)
        {
            var mayAsk = never.Any(check =>
                check is { Id: PermissionsCheck.Id, State: CheckState.Fail } && !PermissionsCheck.IsRefusedByAdmission(check)
            );
            sentences.Add($"Blocked by {List(never)}: cannot be overridden{(mayAsk ? "; Evidence (5) has the rule to ask for" : "")}.");
        }
        if (lifted.Count > 0)
            sentences.Add($"Blocked by {List(lifted)}: press {Ways(lifted)}.");
        if (pending.Count > 0)
            sentences.Add($"Still being read: {string.Join(", ", pending.Select(check => check.Id))}.");
        return string.Join(" ", sentences);
    }

    /// <summary>How to lift these checks: what can be attested first, because a reason would override it as well.</summary>
    private static string Ways(List<Check> lifted)
    {
        var attestable = Attestable(lifted);
        var rest = string.Join(", ", lifted.Where(check => !CheckList.IsAttestable(check)).Select(check => check.Id));
        var keys =
            attestable.Length == 0 ? "o to override with a reason"
            : rest.Length == 0 ? $"c to attest {attestable}, or o to override it with a reason"
            : $"c to attest {attestable} first, then o to override {rest} with a reason";
        return lifted.Find(check => check.PassesAt is not null) is not { PassesAt: { } at } early
            ? keys
            : $"{keys}{(lifted.Count == 1 ? ", or wait: it passes" : $"; {early.Id} passes by itself")} at {PlainText.Clock(at)} "
                + "if nothing changes until then";
    }

    private static string Attestable(IEnumerable<Check> checks) =>
        string.Join(", ", checks.Where(CheckList.IsAttestable).Select(check => check.Id));

    /// <summary>What the line of the reason asks for.</summary>
    public static string ReasonPrompt(Overlay.Confirm dialog)
    {
        var covered = Blocking(dialog).ToList();
        var better = Attestable(dialog.Gate.Blocking);
        return $"Reason to override {string.Join(", ", covered.Select(check => check.Id))}"
            + $"{(better.Length > 0 ? $" (or Esc, and c to attest {better})" : "")}: ";
    }

    private static string List(IEnumerable<Check> checks) =>
        string.Join(", ", checks.Select(check => $"{check.Id} ({ReviewText.Of(check.State)})"));

    /// <summary>The reason that was given before; empty if none was.</summary>
    public static string GivenReason(Overlay.Confirm dialog) =>
        dialog.Consent.Overrides.Count > 0 ? dialog.Consent.Overrides[0].Reason : "";

    /// <summary>
    /// The consent with a reason for each check that blocks now and can be overridden; one that fails only later is not covered.
    /// </summary>
    public static Consent WithReason(Overlay.Confirm dialog, string reason) =>
        dialog.Consent with
        {
            Overrides = [.. Blocking(dialog).Select(check => new Override(check.Id, reason))],
        };

    /// <summary>The consent with every check attested that can be attested now; with none if some were.</summary>
    public static Consent WithAttestation(Overlay.Confirm dialog) =>
        dialog.Consent with
        {
            Attested =
                dialog.Consent.Attested.Count > 0
                    ? []
                    : [.. dialog.Facts.Review.Checks.Where(CheckList.IsAttestable).Select(check => check.Id)],
        };

    /// <summary>The checks that block without a reason and can be overridden.</summary>
    private static IEnumerable<Check> Blocking(Overlay.Confirm dialog) =>
        Gate.Decide(dialog.Facts.Review.Checks, dialog.Consent with { Overrides = [], BlanketReason = null })
            .Blocking.Where(CheckList.IsOverridable);

    /// <summary>The dialog's last line: what has to be typed.</summary>
    public static string Prompt(Overlay.Confirm dialog, Place place)
    {
        var plan = dialog.Plan.Plan;
        var names = plan.Records.Select(record => record.Meta.ObjectName).ToList();
        var what = names.Count <= 2 ? string.Join(" and ", names) : $"{names[0]} and {names.Count - 1} more";
        var where = $"in {dialog.Facts.Review.Namespace} on {place.Context} ({place.Server})";
        return dialog.Remedy == Remedy.Delete
            ? $"Type {plan.Confirmation} to delete {what} {where}:"
            : $"Type {plan.Confirmation} to mark {what} failed {where}:";
    }
}
