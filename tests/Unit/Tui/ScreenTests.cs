using System.Runtime.CompilerServices;
using Helmstuck.Health;
using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Every screen as text, at the three sizes that count.</summary>
public sealed class ScreenTests
{
    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 80, 24 },
            { 120, 40 },
            { 200, 60 },
        };

    private static readonly ReleaseRow[] Others =
    [
        Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall, minutes: 9000),
        Fixtures.Row("web", 8, ReleaseStatus.Uninstalling, minutes: 4000),
    ];

    private static Model Opened(Review review, string tab) => Fixtures.Screen(review, Others) with { Tab = tab, Focus = Pane.Detail };

    [Theory, MemberData(nameof(Sizes))]
    public void Health_all_green(int width, int height) => Verify(Fixtures.Screen(Fixtures.Healthy(), Others), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Health_with_a_broken_workload(int width, int height) => Verify(Fixtures.Screen(Fixtures.Blocked(), Others), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Outlook(int width, int height) => Verify(Opened(Fixtures.Healthy(), "outlook"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Changes(int width, int height) => Verify(Opened(Fixtures.Healthy(), "changes"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Changes_after_the_delete(int width, int height) => Verify(Opened(Fixtures.AfterDelete(), "changes"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Changes_opened(int width, int height) =>
        Verify(Opened(Fixtures.Healthy(), "changes") with { Zoomed = true }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void History(int width, int height) => Verify(Opened(Fixtures.Healthy(), "history"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Evidence(int width, int height) => Verify(Opened(Fixtures.Blocked(), "evidence"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Evidence_opened_without_permission(int width, int height) =>
        Verify(Opened(Fixtures.Forbidden(), "evidence") with { Zoomed = true }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_all_green(int width, int height) => Verify(Dialog(Fixtures.Healthy()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_in_production(int width, int height)
    {
        var model = Dialog(Fixtures.Healthy());
        Verify(model with { Place = model.Place with { Production = true } }, width, height);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_blocked(int width, int height) => Verify(Dialog(Fixtures.Blocked()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_overridden(int width, int height) =>
        Verify(Press(Dialog(Fixtures.Blocked()), ["o", .. Typing("fix forward for INC-42"), "Enter", "1", "2"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_attested(int width, int height) =>
        Verify(Press(Dialog(Fixtures.CiJobsUnknown()), ["c", .. Typing("1234")]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_typing_the_reason(int width, int height) =>
        Verify(Press(Dialog(Fixtures.Blocked()), ["o", .. Typing("quit")]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_with_stacked_records(int width, int height) => Verify(Dialog(Fixtures.Stacked()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_against_the_advice(int width, int height) => Verify(Dialog(Fixtures.Uninstalling()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_without_permission(int width, int height) =>
        Verify(Press(Dialog(Fixtures.Forbidden()), [.. Typing("1234"), "Enter"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_whose_record_was_written_meanwhile(int width, int height)
    {
        var before = Fixtures.Healthy();
        var written = before.Record! with { Meta = before.Record.Meta with { ResourceVersion = "990001" } };
        var after = before with { Record = written, History = [written, .. before.History.Skip(1)] };
        var model = Dialog(before);
        Verify(model with { Overlay = ConfirmRules.Refreshed((Overlay.Confirm)model.Overlay!, Fixtures.Sheet(after)) }, width, height);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_to_mark_failed(int width, int height) => Verify(Dialog(Fixtures.LoneInstall(), "f"), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Progress(int width, int height) =>
        Verify(
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Busy = true,
                QuitWhenDone = true,
                Overlay = new Overlay.Progress("Delete sh.helm.release.v1.gitlab-cny.v1234", RecoveryStep.Sending),
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Result(int width, int height) =>
        Verify(
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Undo = [Fixtures.Backup()],
                Overlay = new Overlay.Result(
                    "Delete sh.helm.release.v1.gitlab-cny.v1234",
                    Fixtures.Deleted(),
                    [new Override(WorkloadsCheck.Id, "fix forward for INC-42")],
                    [CiJobsCheck.Id],
                    ["https://ops.gitlab.example/gl-infra/deployer/-/jobs/991"]
                ),
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Result_of_a_Helm_that_is_alive(int width, int height)
    {
        var plan = Planner.For(Fixtures.Healthy(), Remedy.Delete)!;
        List<RecordMeta> left = [.. Fixtures.History().Skip(1).Select(record => record.Meta)];
        List<RecordMeta> now = [left[0] with { LabelStatus = "superseded", ResourceVersion = "999999" }, .. left.Skip(1)];
        Verify(
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Undo = [Fixtures.Backup()],
                Overlay = new Overlay.Result(
                    "Delete sh.helm.release.v1.gitlab-cny.v1234",
                    Fixtures.Deleted(),
                    [],
                    [],
                    [],
                    new Watch(plan, left, RecoveryWatch.Of(plan, left, now), Fixtures.Now)
                ),
            },
            width,
            height
        );
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Health_without_permission(int width, int height) => Verify(Fixtures.Screen(Fixtures.Forbidden(), Others), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Stuck_in_a_hook(int width, int height) =>
        Verify(
            Fixtures.Screen(
                Fixtures.Healthy() with
                {
                    Hook = new HookProgress(
                        "gitlab-migrations",
                        "Job",
                        "pre-upgrade",
                        "Running",
                        Fixtures.Now.AddMinutes(-49),
                        HookLife.Gone
                    ),
                }
            ),
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Helm_stopped_on_this_machine(int width, int height)
    {
        var idle = HelmIdleCheck.Of(
            new SignsOfLife
            {
                Record = Fixtures.Healthy().Record!,
                Now = Fixtures.Now,
                IdleAfter = TimeSpan.FromMinutes(10),
                ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
                Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([]),
                LocalHelms = new Loadable<IReadOnlyList<LocalHelm>>.Known([
                    new(4711, "alice", "stopped", TimeSpan.FromHours(2), "helm upgrade gitlab-cny ./chart -n gitlab --set ***", false),
                ]),
            }
        );
        var review = Fixtures.Healthy();
        Verify(
            Fixtures.Screen(
                review with
                {
                    Checks =
                    [
                        .. review.Checks.Select(check =>
                            check.Id == HelmIdleCheck.Id ? new Check(check.Id, idle.State, idle.Summary, idle.Evidence) : check
                        ),
                    ],
                }
            ) with
            {
                Tab = "evidence",
            },
            width,
            height
        );
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Undo_prompt(int width, int height) =>
        Verify(
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Undo = [Fixtures.Backup()],
                Overlay = new Overlay.UndoPrompt([Fixtures.Backup()]),
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Loading(int width, int height) =>
        Verify(Fixtures.Screen(Fixtures.Loading()) with { ReviewFetch = new Fetch(1, false, null) }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void In_progress_beside_a_stuck_one(int width, int height)
    {
        var review = Fixtures.Healthy();
        var meta = review.Record!.Meta;
        var model = Fixtures.Screen(
            review with
            {
                Record = review.Record with
                {
                    Meta = meta with { StartedAt = Fixtures.Now.AddMinutes(-2), LastWrittenAt = Fixtures.Now.AddMinutes(-1) },
                },
                ServerNow = Fixtures.Now,
            },
            Fixtures.Row("registry", 7, "pending-rollback")
        );
        var rows = model.Listing!.Rows;
        Verify(
            model with
            {
                Listing = model.Listing with { Rows = [rows[0] with { LastActivityAt = Fixtures.Now.AddMinutes(-1) }, .. rows.Skip(1)] },
            },
            width,
            height
        );
    }

    [Theory, MemberData(nameof(Sizes))]
    public void From_the_cache(int width, int height)
    {
        var model = Fixtures.Screen(Fixtures.Loading());
        Verify(
            model with
            {
                Listing = model.Listing! with { FromCache = true },
                ListFetch = new Fetch(1, false, null),
                ReviewFetch = new Fetch(2, false, null),
            },
            width,
            height
        );
    }

    [Theory, MemberData(nameof(Sizes))]
    public void First_paint(int width, int height) => Verify(Updater.Start(Fixtures.Model()).Model, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Nothing_stuck(int width, int height) => Verify(Fixtures.Model() with { Listing = Fixtures.Listing([]) }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void List_refused(int width, int height) =>
        Verify(
            Fixtures.Model() with
            {
                Listing = Fixtures.Listing([]) with
                {
                    Error =
                        "Error from server (Forbidden): secrets is forbidden: User \"sre@example.com\" cannot list resource \"secrets\" "
                        + "in API group \"\" in the namespace \"gitlab\"",
                },
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Uninstalling(int width, int height) => Verify(Fixtures.Screen(Fixtures.Uninstalling()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Stacked_outlook_opened(int width, int height) =>
        Verify(Fixtures.Screen(Fixtures.Stacked()) with { Tab = "outlook", Zoomed = true }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Base_that_cannot_be_built(int width, int height) => Verify(Fixtures.Screen(Fixtures.BaseNotBuilt()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Base_that_cannot_be_built_outlook(int width, int height) =>
        Verify(Fixtures.Screen(Fixtures.BaseNotBuilt()) with { Tab = "outlook", Zoomed = true }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Namespace_that_is_being_deleted(int width, int height) => Verify(Fixtures.Screen(Fixtures.Terminating()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Dialog_in_a_namespace_that_is_being_deleted(int width, int height) => Verify(Dialog(Fixtures.Terminating()), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Record_that_cannot_be_marked_failed(int width, int height) =>
        Verify(Press(Fixtures.Screen(Fixtures.Immutable()) with { Tab = "outlook" }, ["f"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Base_that_is_not_the_neighbour(int width, int height) =>
        Verify(Fixtures.Screen(Fixtures.DistantBase()) with { Tab = "outlook", Zoomed = true, DetailOffset = 20 }, width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Not_stuck(int width, int height) =>
        Verify(
            Fixtures.Screen(Fixtures.Deployed()) with
            {
                Scope = new ListScope { Namespace = Fixtures.Namespace, All = true },
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void All_namespaces_filtered(int width, int height)
    {
        var scope = new ListScope { Namespace = null, All = true };
        var model = Fixtures.Screen(
            Fixtures.Healthy(),
            Fixtures.Row("gitlab-runner", 44, ReleaseStatus.Deployed, "runners"),
            Fixtures.Row("web", 8, ReleaseStatus.Failed, "shop")
        );
        Verify(model with { Scope = scope, Filter = "gitlab", Overlay = new Overlay.Filter("") }, width, height);
    }

    [Fact]
    public void The_advice_is_no_permission_while_a_check_blocks()
    {
        Assert.Equal("delete the record", Advice(Fixtures.Healthy()));
        Assert.Equal("ci-jobs first, then delete", Advice(Fixtures.CiJobsUnknown()));
        Assert.Equal("delete the record", Advice(Fixtures.Healthy().With(Fixtures.CiUnknown with { Pending = true })));
        Assert.Equal("investigate first", Advice(Fixtures.Blocked()));

        static string Advice(Review review) => TuiText.Advice(review, review.Recommendation!.Action);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Namespaces(int width, int height) =>
        Verify(
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Overlay = new Overlay.Namespaces("git", ["default", "gitlab", "gitlab-runners", "kube-system"], 1, ""),
            },
            width,
            height
        );

    [Theory, MemberData(nameof(Sizes))]
    public void Commands(int width, int height) => Verify(Press(Fixtures.Screen(Fixtures.Healthy()), ["y"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Help_of_a_read_only_screen(int width, int height) =>
        Verify(Press(Fixtures.Screen(Fixtures.Healthy()) with { ReadOnly = true }, ["?"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Help(int width, int height) => Verify(Press(Fixtures.Screen(Fixtures.Healthy()), ["?"]), width, height);

    [Theory, MemberData(nameof(Sizes))]
    public void Read_only_and_ascii(int width, int height) =>
        Verify(
            Press(
                Fixtures.Screen(Fixtures.Blocked(), Others) with
                {
                    ReadOnly = true,
                    Appearance = new Appearance(ThemeName.Mono, true),
                },
                ["d"]
            ),
            width,
            height
        );

    /// <summary>Even where there is no room, no check that blocks hides behind a green one.</summary>
    [Theory, InlineData(60, 15), InlineData(40, 12)]
    public void Small(int width, int height) => Verify(Fixtures.Screen(Fixtures.Blocked(), Others), width, height);

    private static void Verify(Model model, int width, int height, [CallerMemberName] string method = "") =>
        Snapshot.Verify(
            View.Draw(model with { Width = width, Height = height }, width, height).ToText(),
            $"{width}x{height}",
            method: method
        );

    private static Model Dialog(Review review, string key = "d") =>
        Updater.Update(Press(Fixtures.Screen(review), [key]), new Message.FenceEnded()).Model;

    private static IEnumerable<string> Typing(string text) => text.Select(letter => letter.ToString());

    private static Model Press(Model model, IEnumerable<string> keys) =>
        keys.Aggregate(model, (now, key) => Updater.Update(now, Typed.Key(key)).Model);
}
