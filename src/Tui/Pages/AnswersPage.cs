using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// The five numbered answers: what is stuck, is anything still running, is the cluster healthy, what would be deleted, what Helm thinks
/// next.
/// </summary>
internal static class AnswersPage
{
    private const int LabelWidth = 10;

    private static readonly string[] Labels = ["Stuck", "Running", "Healthy", "Delete", "Next"];

    private static readonly IReadOnlyList<string> Running = [.. CheckList.About(CheckTopic.Running).Select(check => check.Id)];
    private static readonly IReadOnlyList<string> Healthy = [.. CheckList.About(CheckTopic.Healthy).Select(check => check.Id)];

    /// <summary>The number of rows that the answers take up, at most this many.</summary>
    public static int Height(Model model, int width, int most) =>
        Math.Min(Write(model, width, most, Theme.Default).Sum(answer => answer.Lines.Count), Math.Max(most, 0));

    /// <summary>
    /// The answers as pages. If they do not fit into that height, the passed checks of the second share a line; if even that does not fit,
    /// all of them do, so that no problem is hidden behind a passed check.
    /// </summary>
    /// <param name="reasons">The third says why a workload is not healthy; not needed where the page on the workloads is shown.</param>
    public static Page[] Write(Model model, int width, int height, Theme theme, bool reasons = true)
    {
        var facts = model.Shown;
        if (facts is null && model.ReviewError.Length > 0)
            return
            [
                .. Labels.Select(
                    (label, i) => Answer(width, theme, i + 1, label, i == 0 ? Unread(model, theme) : [new("? unknown", theme.Unknown)])
                ),
            ];
        Page[] answers =
        [
            Answer(
                width,
                theme,
                1,
                IsInProgress(facts) ? "Stuck?" : "Stuck",
                facts is null ? Unread(model, theme) : Stuck(facts.Review, theme)
            ),
            IsWell(facts)
                ? Answer(width, theme, 2, "Running", new Piece("no Helm operation is open", theme.Text))
                : Checks(width, theme, 2, "Running", facts, Running, named: true),
            Checks(width, theme, 3, "Healthy", reasons ? facts : WithoutReason(facts), Healthy, named: Healthy.Count > 1),
            Target(width, theme, facts, model),
            Next(width, theme, facts),
        ];
        if (IsWell(facts) || answers.Sum(answer => answer.Lines.Count) <= height)
            return answers;
        answers[1] = Checks(width, theme, 2, "Running", facts, Running, named: true, grouped: true);
        // The first and the fifth answer may lose lines for it; the second must not be hidden.
        if (answers.Where((_, i) => i is not (0 or 4)).Sum(answer => answer.Lines.Count) + 2 > height)
            answers[1] = Answer(width, theme, 2, "Running", Names(facts, Running, theme));
        return answers;
    }

    /// <summary>Nothing is stuck: the checks before a delete do not matter.</summary>
    private static bool IsWell(ScreenReview? facts) => facts is { Review.IsWell: true };

    /// <summary>The list says "in progress", and the answer must not contradict it.</summary>
    private static bool IsInProgress(ScreenReview? facts) => facts is { Review: { Stuck: true, Phase: ReleasePhase.InProgress } };

    private static Piece[] Names(ScreenReview? facts, IEnumerable<string> ids, Theme theme) =>
        [
            .. ids.Select(id => Answered(facts, id))
                .SelectMany(check =>
                    new[]
                    {
                        State(check, theme),
                        new Piece($"{check.Id}  ", check is { Blocks: true, Pending: false } ? theme.Strong : theme.Text),
                    }
                ),
        ];

    private static Page Answer(int width, Theme theme, int number, string label, params Piece[] text) =>
        new Page(width, theme).Beside(Label(number, label, theme), text);

    private static Spans Label(int number, string label, Theme theme) =>
        new(new Piece($"{number} ", theme.Key), new Piece(label.PadRight(LabelWidth - 2), theme.Title));

    private static Piece[] Unread(Model model, Theme theme) =>
        model.ReviewError.Length > 0 ? [new Piece($"✗ {model.ReviewError}", theme.Fail)] : [new Piece("reading …", theme.Dim)];

    private static Piece[] Stuck(Review review, Theme theme)
    {
        if (review.Record is not { } record)
        {
            return review.Loading.Count > 0 ? [new Piece("reading …", theme.Dim)]
                : review.Find(RecordCheck.Id) is { State: CheckState.Unknown } unread
                    ? [new Piece($"? the records could not be read: {unread.Summary}", theme.Unknown)]
                : [new Piece($"no record of {review.Release} exists", theme.Dim)];
        }
        if (review.Cluster.Deletion is { } deletion)
            return [new Piece($"{deletion.Sentence}; ", theme.Fail), .. Record(review, record, theme)];
        return Record(review, record, theme);
    }

    private static Piece[] Record(Review review, ReleaseRecord record, Theme theme)
    {
        if (!record.IsDecodable)
            return
            [
                new Piece($"{review.Release} {record.Revision} cannot be decoded", theme.Stuck),
                new Piece($" (label: {record.Status}); Helm cannot read it either", theme.Text),
            ];
        if (!review.Stuck)
            return
            [
                new Piece("nothing: ", theme.Pass),
                new Piece($"{review.Release} is at revision {record.Revision}, {record.Status}{Chart(record)}", theme.Text),
            ];
        var pieces =
            review.Phase == ReleasePhase.InProgress
                ? new List<Piece>
                {
                    new("in progress: ", theme.Warn),
                    new($"{review.Release} revision {record.Revision}, {record.Status}", theme.Warn),
                }
                : [new($"{review.Release} revision {record.Revision}, {record.Status}", theme.Stuck)];
        if (record.BeganAt is { } started)
            pieces.Add(new Piece($" since {Since(started, review.ServerNow)}{Ago(TuiText.Age(started, review.ServerNow))}", theme.Text));
        pieces.Add(new Piece(Chart(record), theme.Text));
        if (ReviewText.Place(record) is { } place)
            pieces.Add(new Piece($"; {place}", theme.Warn));
        if (review.Hook is { } hook && (hook.Life is HookLife.Running or HookLife.Failed or HookLife.Unknown || hook.Phase != "Succeeded"))
            pieces.Add(
                new Piece($"; last hook {hook.Event} {hook.Name}: {hook.Now}", hook.Life == HookLife.Running ? theme.Fail : theme.Text)
            );
        return [.. pieces];
    }

    /// <summary>The time of day, with the date if it is not today.</summary>
    private static string Since(DateTimeOffset started, DateTimeOffset? now) =>
        now is { } time && time.UtcDateTime.Date == started.UtcDateTime.Date
            ? PlainText.Clock(started)[..5] + "Z"
            : PlainText.Utc(started)[5..16] + "Z";

    private static string Ago(string age) => age.Length == 0 ? "" : $" ({age})";

    private static string Chart(ReleaseRecord record) => record.Release?.Chart is { Length: > 0 } chart ? $", chart {chart}" : "";

    private static Page Checks(
        int width,
        Theme theme,
        int number,
        string label,
        ScreenReview? facts,
        IReadOnlyList<string> ids,
        bool named,
        bool grouped = false
    )
    {
        var page = new Page(width, theme);
        var head = Label(number, label, theme);
        bool IsGrouped(string id) => grouped && Answered(facts, id).State == CheckState.Pass;
        foreach (var id in ids.Where(id => !IsGrouped(id)))
        {
            var check = Answered(facts, id);
            var style =
                check.Pending ? theme.Dim
                : check.Blocks ? theme.Strong
                : theme.Text;
            page.Beside(
                new Spans([.. head.Pieces, State(check, theme), .. named ? [new Piece($"{id, -10}", theme.Dim)] : Array.Empty<Piece>()]),
                new Piece(check.Summary, style)
            );
            head = new Spans(new Piece(new string(' ', LabelWidth), theme.Text));
        }
        if (ids.Where(IsGrouped).ToList() is { Count: > 0 } passed)
            page.Beside(head, Names(facts, passed, theme));
        return page;
    }

    private static ScreenReview? WithoutReason(ScreenReview? facts)
    {
        if (facts?.Review.Find(WorkloadsCheck.Id) is not { Blocks: true } check)
            return facts;
        foreach (var workload in facts.Review.Workloads)
            if (workload.Reason.Length > 0 && check.Summary.EndsWith($": {workload.Reason}", StringComparison.Ordinal))
                check = check with { Summary = check.Summary[..^(workload.Reason.Length + 2)] };
        var others = facts.Review.Checks.Where(one => one.Id != check.Id);
        return facts with { Review = facts.Review with { Checks = [.. others, check] } };
    }

    /// <summary>The check, or a placeholder while it has not answered, or will not.</summary>
    private static Check Answered(ScreenReview? facts, string id) =>
        facts?.Review.Find(id) is { } check
            ? check with
            {
                Summary = check.Summary.Length > 0 ? check.Summary : "being read",
            }
            : new Check(id, CheckState.Unknown, facts is { Complete: true } ? "not asked" : "being read", [])
            {
                Pending = facts is not { Complete: true },
            };

    private static Piece State(Check check, Theme theme) =>
        check.Pending ? new Piece($"{Marks.Reading} ", theme.Dim) : new Piece($"{Marks.Of(check.State)} ", theme.Of(check.State));

    private static Page Target(int width, Theme theme, ScreenReview? facts, Model model)
    {
        var page = new Page(width, theme);
        var label = Label(4, "Delete", theme);
        if (facts is null)
            return page.Beside(label, new Piece("reading …", theme.Dim));
        var plan = facts.Delete;
        if (plan is null && facts.Review is { Refusal: { } refusal, Record: { } unread })
            return page.Beside(
                label,
                new Piece($"{unread.Meta.Driver} {unread.Meta.ObjectName}", theme.Strong),
                new Piece($" (not without a backup: {refusal})", theme.Warn)
            );
        if (plan is null)
            return page.Beside(
                label,
                facts.Review is { IsWell: true } && facts.Review.Find(WorkloadsCheck.Id) is { State: CheckState.Fail }
                    ? new Piece("nothing: Helm is free. A delete would not mend the workloads.", theme.Text)
                    : new Piece(facts.Complete ? "nothing" : "reading …", theme.Dim)
            );
        var record = plan.Plan.Records[0].Meta;
        var names = string.Join(" and ", plan.Plan.Records.Select(one => one.Meta.ObjectName));
        var target = $"{record.Driver} {names}";
        page.Beside(
            label,
            new Piece(target, theme.Strong),
            new Piece(Reservation(facts.Review, model.ReadOnly, width, LabelWidth + target.Length), theme.Warn)
        );
        foreach (var open in facts.Open)
            page.Beside(
                new Spans(new Piece(new string(' ', LabelWidth), theme.Text), new Piece("! ", theme.Warn)),
                new Piece(open, theme.Warn)
            );
        foreach (var check in facts.Review.Checks.Where(check => CheckList.Of(check).Topic == CheckTopic.Target))
        {
            // The next answer says it; what blocks is always here.
            var said = check is { Id: UnlocksCheck.Id, State: CheckState.Warn } && MustInstall(facts);
            if (check.State != CheckState.Pass && !check.Pending && !said)
                page.Beside(
                    new Spans(new string(' ', LabelWidth), State(check, theme)),
                    new Piece(check.Summary, check.Blocks ? theme.Strong : theme.Text)
                );
        }
        return page;
    }

    /// <summary>Why a delete is not advised, after so many cells; empty if it is. The title has the advice too, if it fits.</summary>
    private static string Reservation(Review review, bool readOnly, int width, int used)
    {
        if (readOnly)
            return " (read-only)";
        if (review.Recommendation is not { Action: not (RecommendedAction.Delete or RecommendedAction.None) } advice)
            return "";
        var text = TuiText.Advice(review, advice.Action);
        var full = $" (advice: {text})";
        return used + full.Length > width && review.Release.Length + text.Length + 12 <= width ? " (not advised)" : full;
    }

    private static Page Next(int width, Theme theme, ScreenReview? facts)
    {
        var review = facts?.Review;
        if (review?.Outlook is not { } outlook)
            return Answer(
                width,
                theme,
                5,
                "Next",
                review?.Refusal is { } refusal
                    ? new Piece($"? not known: {refusal}", theme.Unknown)
                    : new Piece(facts is { Complete: true } ? "nothing: there is no record" : "reading …", theme.Dim)
            );
        var next = facts?.Delete?.Plan.Next ?? OutlookText.Now(review.Release, outlook.Now);
        // After a delete the next dry run surprises: the cluster may run what Helm no longer knows.
        var runs = review.Deleted is null ? "" : Planner.ClusterRuns(review);
        return Answer(
            width,
            theme,
            5,
            "Next",
            new Piece(MustInstall(facts) ? "! " : "", theme.Warn),
            new Piece(runs.Length > 0 ? $"{next} {runs}" : next, theme.Text)
        );
    }

    /// <summary>After the delete, <c>helm upgrade</c> alone is refused.</summary>
    private static bool MustInstall(ScreenReview? facts) =>
        facts is { Delete: not null, Review.Outlook: { } outlook }
        && (outlook.AfterDeleteAll ?? outlook.AfterDelete)
            is { Stuck: false, Upgrade.Outcome: VerdictOutcome.Refused, UpgradeInstall.Outcome: not VerdictOutcome.Refused };
}
