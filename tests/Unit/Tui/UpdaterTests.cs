using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What messages do to the model, dialog apart.</summary>
public sealed class UpdaterTests
{
    private static readonly ReleaseRow[] Others =
    [
        Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall),
        Fixtures.Row("web", 8, ReleaseStatus.Uninstalling),
    ];

    private static ModelDriver Screen => new(Fixtures.Screen(Fixtures.Healthy(), Others));

    public static TheoryData<string, string> KeysOfThePanes =>
        [
            .. KeyMap
                .All.Where(binding => binding.Scene == Scene.Main)
                .SelectMany(binding => binding.Keys.Select(key => (binding.Command.ToString(), key))),
        ];

    [Theory, MemberData(nameof(KeysOfThePanes))]
    public void Every_key_of_the_panes_does_something(string command, string key)
    {
        var model = Fixtures.Screen(Fixtures.Healthy(), Others) with
        {
            Undo = [Fixtures.Backup()],
            Selected = new ReleaseKey(Fixtures.Namespace, "registry"),
            Review = null,
        };
        model = model with { Review = Fixtures.Sheet(Fixtures.Healthy()) with { } };
        model = Enum.Parse<Command>(command) switch
        {
            Command.Back => model with { Focus = Pane.Detail },
            Command.Delete or Command.MarkFailed or Command.Commands or Command.Report => model with { Selected = Fixtures.Key },
            Command.OpenPage => model with { Tab = key == "1" ? "outlook" : "health" },
            _ => model,
        };
        Assert.Null(Availability.WhyNot(Enum.Parse<Command>(command), model));
        var step = Updater.Update(model, Typed.Key(key));
        Assert.True(step.Effects.Count > 0 || step.Model != model, $"{key} did nothing");
        Assert.True(step.Model.Notice is not { Kind: NoticeKind.Error });
    }

    [Theory, InlineData("d"), InlineData("f"), InlineData("u")]
    public void Read_only_changes_nothing(string key)
    {
        var play = new ModelDriver(Screen.Model with { ReadOnly = true, Undo = [Fixtures.Backup()] }).Press(key);
        Assert.Null(play.Model.Overlay);
        Assert.Empty(play.Effects);
        Assert.StartsWith("read-only", play.Model.Notice!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_is_not_stuck_is_not_deleted()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Deployed())).Press("d");
        Assert.Null(play.Model.Overlay);
        Assert.Equal("web is not stuck: its newest record, revision 7, is deployed.", play.Model.Notice!.Text);
    }

    [Fact]
    public void Start_reads_the_list_and_the_first_answer_the_first_release()
    {
        var step = Updater.Start(Fixtures.Model());
        var list = Assert.IsType<Effect.FetchList>(Assert.Single(step.Effects));
        var play = new ModelDriver(step.Model).Send(
            new Message.ListingArrived(list.Id, Fixtures.Listing([Fixtures.Row(Fixtures.Healthy()), .. Others]) with { FromCache = true })
        );
        Assert.Equal(Fixtures.Key, play.Single<Effect.FetchReview>().Release);
        // The consistent answer has the same first release: nothing is read twice.
        play.Send(
            new Message.ListingArrived(list.Id, Fixtures.Listing([Fixtures.Row(Fixtures.Healthy()), .. Others])),
            new Message.FetchEnded(list.Id)
        );
        play.Single<Effect.FetchReview>();
        Assert.Null(play.Model.ListFetch);
    }

    [Fact]
    public void A_release_that_was_only_in_the_cache_goes_away()
    {
        var play = new ModelDriver(Updater.Start(Fixtures.Model()).Model);
        play.Send(
            new Message.ListingArrived(1, Fixtures.Listing([Fixtures.Row(Fixtures.Healthy())]) with { FromCache = true }),
            new Message.ListingArrived(1, Fixtures.Listing([]))
        );
        Assert.Null(play.Model.Selected);
        Assert.Null(play.Model.Review);
        play.Single<Effect.DropReview>();
    }

    [Fact]
    public void Late_answers_are_ignored()
    {
        var play = Screen.Press("r");
        var review = play.Single<Effect.FetchReview>();
        play.Press("j");
        var other = play.Effects.OfType<Effect.FetchReview>().Last();
        Assert.NotEqual(review.Release, other.Release);
        play.Send(
            new Message.ReviewArrived(review.Id, Fixtures.Sheet(Fixtures.Healthy())),
            new Message.FetchEnded(review.Id),
            new Message.ListingArrived(999, Fixtures.Listing([]))
        );
        Assert.Null(play.Model.Review);
        Assert.NotNull(play.Model.ReviewFetch);
        Assert.Equal(3, play.Model.Rows.Count);
    }

    [Fact]
    public void The_cursor_stays_on_its_release_when_the_list_changes()
    {
        var play = Screen.Press("j", "r");
        var list = play.Single<Effect.FetchList>();
        play.Send(new Message.ListingArrived(list.Id, Fixtures.Listing([Fixtures.Row("aaa", 1, ReleaseStatus.PendingUpgrade), .. Others])));
        Assert.Equal("registry", play.Model.Selected!.Release);
        Assert.Equal(1, play.Model.SelectedIndex);
    }

    [Fact]
    public void The_open_review_of_a_stuck_release_is_read_again_by_itself()
    {
        var play = Screen.Send(new Message.Tick(Fixtures.Now.AddSeconds(1)));
        Assert.Empty(play.Effects);
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        play.Single<Effect.FetchReview>();
        Assert.True(play.Model.Settled);
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(9)));
        play.Single<Effect.FetchReview>();
    }

    [Fact]
    public void A_check_turns_green_by_itself()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        var fetch = play.Single<Effect.FetchReview>();
        var pending = Fixtures.Loading() with { History = Fixtures.History(), Record = Fixtures.History()[0] };
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(pending)));
        Assert.Equal(CheckState.Fail, play.Model.Review!.Review.Find(WorkloadsCheck.Id)!.State);
        Assert.Equal(4, play.Model.Review.Review.Workloads.Count);
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(fetch.Id));
        Assert.Equal(CheckState.Pass, play.Model.Review!.Review.Find(WorkloadsCheck.Id)!.State);
    }

    [Fact]
    public void Nothing_is_read_by_itself_where_nothing_is_stuck_or_refresh_is_off()
    {
        Assert.Empty(new ModelDriver(
                Fixtures.Screen(Fixtures.Deployed()) with
                {
                    Following = new Following { Id = 1, Mode = FollowMode.Live },
                }
            ).Send(new Message.Tick(Fixtures.Now.AddSeconds(5))).Effects);
        Assert.Empty(
            new ModelDriver(Screen.Model with { Refresh = TimeSpan.Zero }).Send(new Message.Tick(Fixtures.Now.AddMinutes(5))).Effects
        );
        Assert.Empty(new ModelDriver(Screen.Model with { Busy = true }).Send(new Message.Tick(Fixtures.Now.AddMinutes(5))).Effects);
    }

    [Fact]
    public void Outlook_looks_for_orphans_only_where_there_may_be_some()
    {
        Assert.Empty(Screen.Press("2").Effects);
        var named = Fixtures.DistantBase();
        var unnamed = named with { Cluster = named.Cluster with { LeftBehind = null } };
        Assert.True(new ModelDriver(Fixtures.Screen(unnamed)).Press("2").Single<Effect.FetchReview>().LeftBehind);
        Assert.Empty(new ModelDriver(Fixtures.Screen(named)).Press("2").Effects);
    }

    [Fact]
    public void History_reads_all_payloads_once_and_keeps_them()
    {
        var play = Screen.Press("4");
        var fetch = play.Single<Effect.FetchReview>();
        Assert.True(fetch.WholeHistory);
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(fetch.Id))
            .Forget()
            .Press("1", "4");
        Assert.Empty(play.Effects);
        var thin = Fixtures.Healthy() with
        {
            History = [.. Fixtures.History().Select(record => record with { Payload = RecordPayload.NotRead.Instance })],
        };
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(4)));
        play.Send(new Message.ReviewArrived(play.Effects.OfType<Effect.FetchReview>().Last().Id, Fixtures.Sheet(thin)));
        Assert.All(play.Model.Review!.Review.History, record => Assert.NotNull(record.Release));
    }

    [Fact]
    public void Quit_waits_while_something_is_under_way()
    {
        var play = Screen.Open().Type("1234").Press("Enter").Press("q").Send(new Message.Signal("SIGTERM"));
        Assert.Empty(play.Effects.OfType<Effect.Quit>());
        var recover = play.Single<Effect.Recover>();
        play.Send(new Message.RecoveryStepped(RecoveryStep.Verifying), new Message.RecoveryFinished(recover, Fixtures.Deleted()));
        Assert.Equal(0, play.Single<Effect.Quit>().ExitCode);
        Assert.Contains(play.Model.Epilogue, line => line.Contains("kubectl helmstuck restore", StringComparison.Ordinal));
    }

    [Fact]
    public void A_signal_ends_with_1()
    {
        Assert.Equal(1, Screen.Send(new Message.Signal("SIGHUP")).Single<Effect.Quit>().ExitCode);
        Assert.Equal(0, Screen.Press("q").Single<Effect.Quit>().ExitCode);
    }

    [Fact]
    public void Quitting_where_nothing_could_be_read_leaves_the_reason_and_ends_with_1()
    {
        var play = new ModelDriver(
            Fixtures.Model() with
            {
                Listing = Fixtures.Listing([]) with { Error = "Error from server (Forbidden): no" },
            }
        ).Press("q");
        Assert.Equal(1, play.Single<Effect.Quit>().ExitCode);
        Assert.Equal(["Error from server (Forbidden): no"], play.Model.Epilogue);
        Assert.Equal(
            0,
            new ModelDriver(Fixtures.Model() with { Listing = Fixtures.Listing([]) }).Press("q").Single<Effect.Quit>().ExitCode
        );
    }

    [Fact]
    public void Exit_code_6_is_kept_and_forgotten_after_a_recovery_that_ended_well()
    {
        var play = Screen.Open().Type("1234").Press("Enter");
        var recover = play.Single<Effect.Recover>();
        play.Send(
                new Message.RecoveryFinished(
                    recover,
                    new RecoveryOutcome.Unverified { Lines = ["still locked"], Backups = [Fixtures.Backup()] }
                )
            )
            .Press("q");
        Assert.Equal(6, play.Single<Effect.Quit>().ExitCode);
        play.Forget().Send(new Message.RecoveryFinished(recover, Fixtures.Deleted())).Press("q");
        Assert.Equal(0, play.Single<Effect.Quit>().ExitCode);
    }

    [Fact]
    public void After_a_delete_all_is_read_again_and_u_asks_once()
    {
        var play = Screen.Open().Type("1234").Press("Enter");
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Deleted()));
        Assert.IsType<Overlay.Result>(play.Model.Overlay);
        Assert.Single(play.Effects.OfType<Effect.FetchList>());
        Assert.False(play.Model.Busy);
        play.Press("u");
        Assert.Empty(play.Effects.OfType<Effect.Restore>());
        play.Press("Enter");
        var restore = play.Single<Effect.Restore>();
        Assert.Equal([Fixtures.Backup()], restore.Backups);
        play.Send(new Message.RestoreFinished(restore, new RecoveryOutcome.Done { Lines = ["put back"] }));
        Assert.Empty(play.Model.Undo);
    }

    [Fact]
    public void After_an_undo_the_cursor_and_the_report_are_on_the_restored_release()
    {
        var other = Fixtures.Row(Fixtures.Healthy()) with { Release = "registry" };
        var play = Screen.Open().Type("1234").Press("Enter");
        var deleted = play.Model.Selected;
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Deleted())).Press("Esc");
        play.Send(new Message.ListingArrived(play.Effects.OfType<Effect.FetchList>().Last().Id, Fixtures.Listing([other])));
        Assert.Equal("registry", play.Model.Selected?.Release);
        play.Press("u", "Enter");
        var restore = play.Single<Effect.Restore>();
        play.Forget().Send(new Message.RestoreFinished(restore, new RecoveryOutcome.Done { Lines = ["put back"] }));
        Assert.Equal(deleted, play.Model.Selected);
        Assert.Null(play.Model.Review);
        Assert.Equal(deleted, play.Single<Effect.FetchReview>().Release);
        Assert.Empty(play.Press("w").Effects.OfType<Effect.WriteReport>());
    }

    [Fact]
    public void Help_on_the_page_of_a_result_comes_back_to_it()
    {
        var play = Screen.Open().Type("1234").Press("Enter");
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Deleted()));
        var result = Assert.IsType<Overlay.Result>(play.Model.Overlay);
        var selected = play.Model.Selected;
        Assert.IsType<Overlay.Help>(play.Press("?", "j").Model.Overlay);
        Assert.Contains("This page", OverlayPage.Write(play.Model, 80, Theme.Default).Lines.Select(line => line.Text));
        // A list that arrives meanwhile must not move the cursor: the report of that page would be about another release.
        play.Send(new Message.ListingArrived(play.Effects.OfType<Effect.FetchList>().Last().Id, Fixtures.Listing([])));
        Assert.Equal(result, play.Press("?").Model.Overlay);
        Assert.Equal(result, play.Press("?", "Esc").Model.Overlay);
        Assert.Equal(selected, play.Model.Selected);
        Assert.Null(play.Press("Esc").Model.Overlay);
        Assert.Null(play.Press("?", "?").Model.Overlay);
    }

    [Fact]
    public void The_report_of_a_repaired_release_can_be_written_after_its_page_was_left()
    {
        var play = Screen.Open().Type("1234").Press("Enter");
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Deleted())).Press("Esc");
        play.Send(new Message.ListingArrived(play.Effects.OfType<Effect.FetchList>().Last().Id, Fixtures.Listing([])));
        Assert.Null(play.Model.Selected);
        Assert.Equal(new Effect.WriteReport(Fixtures.Key, null), play.Press("w").Single<Effect.WriteReport>());
        Assert.Equal("Writing the report of gitlab-cny.", play.Model.Notice!.Text);

        // A row that the cursor is on is what the keys are about.
        var other = Fixtures.Row(Fixtures.Healthy()) with
        {
            Release = "registry",
        };
        play.Send(new Message.ListingArrived(play.Press("r").Effects.OfType<Effect.FetchList>().Last().Id, Fixtures.Listing([other])));
        Assert.Empty(play.Forget().Press("w").Effects);
        Assert.Equal("registry is still being read.", play.Model.Notice!.Text);
    }

    [Fact]
    public void Undo_is_left_alone_by_Esc_and_there_is_none_after_a_mark_or_a_refusal()
    {
        Assert.Empty(new ModelDriver(Screen.Model with { Undo = [Fixtures.Backup()] }).Press("u", "Esc").Effects);
        var play = Screen.Open().Type("1234").Press("Enter");
        play.Send(
            new Message.RecoveryFinished(
                play.Single<Effect.Recover>(),
                new RecoveryOutcome.Changed { Lines = ["changed"], Backups = [Fixtures.Backup()] }
            )
        );
        Assert.Empty(play.Model.Undo);
        Assert.Contains("Nothing was deleted here", play.Press("u").Model.Notice!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_while_acting_is_shown_and_never_called_done()
    {
        var play = Screen.Open().Type("1234").Press("Enter");
        play.Send(new Message.Failed(play.Single<Effect.Recover>(), "disk full"));
        var result = Assert.IsType<Overlay.Result>(play.Model.Overlay);
        Assert.Equal(6, result.Outcome.ExitCode);
        Assert.Contains("disk full", result.Outcome.Lines[0], StringComparison.Ordinal);
        Assert.False(play.Model.Busy);
    }

    [Fact]
    public void Failures_of_reads_are_on_the_screen()
    {
        var play = Screen.Press("r");
        play.Send(
            new Message.Failed(play.Single<Effect.FetchList>(), "list failed"),
            new Message.Failed(play.Single<Effect.FetchReview>(), "review failed"),
            new Message.Failed(new Effect.WriteReport(Fixtures.Key, Fixtures.Healthy()), "no space")
        );
        Assert.Equal("list failed", play.Model.Listing!.Error);
        Assert.Equal("review failed", play.Model.ReviewError);
        Assert.Equal("no space", play.Model.Notice!.Text);
        Assert.True(play.Model.Settled);
    }

    [Fact]
    public void The_filter_narrows_as_it_is_typed_and_Esc_takes_it_back()
    {
        var play = Screen.Press("/").Type("we");
        Assert.Equal(["web"], play.Model.Rows.Select(row => row.Release));
        Assert.Equal("web", play.Model.Selected!.Release);
        Assert.Equal(3, play.Press("Esc").Model.Rows.Count);
        play.Press("/").Type("reg").Press("Enter");
        Assert.Null(play.Model.Overlay);
        Assert.Equal("reg", play.Model.Filter);
        Assert.Equal("", play.Press("Esc").Model.Filter);
    }

    [Fact]
    public void In_the_filter_keys_are_text()
    {
        var play = Screen.Press("/").Type("qd?").Send(new Message.Paste("x\n"));
        Assert.Equal("qd?x ", play.Model.Filter);
        Assert.Empty(play.Effects.OfType<Effect.Quit>());
    }

    [Fact]
    public void A_namespace_is_typed_or_chosen()
    {
        var typed = Screen.Press("n").Type("shop").Press("Enter");
        Assert.Equal("shop", typed.Effects.OfType<Effect.FetchList>().Single().Scope.Namespace);
        Assert.Equal("shop", typed.Model.Scope.Namespace);
        Assert.Null(typed.Model.Selected);

        var chosen = Screen
            .Press("n")
            .Send(new Message.NamespacesArrived(new NamespaceList(["default", "gitlab", "shop"], null)))
            .Press("Down", "Down", "Down", "Down", "Enter");
        Assert.Equal("shop", chosen.Effects.OfType<Effect.FetchList>().Single().Scope.Namespace);

        var all = Screen.Press("n").Send(new Message.NamespacesArrived(new NamespaceList(["default"], null))).Press("Down", "Enter");
        Assert.Null(all.Effects.OfType<Effect.FetchList>().Single().Scope.Namespace);

        Assert.Empty(Screen.Press("n", "Enter").Effects.OfType<Effect.FetchList>());
    }

    [Fact]
    public void A_and_s_change_what_is_listed()
    {
        var play = Screen.Press("a");
        Assert.True(play.Single<Effect.FetchList>().Scope.All);
        Assert.False(play.Press("a").Effects.OfType<Effect.FetchList>().Last().Scope.All);
        Assert.True(play.Press("s").Effects.OfType<Effect.FetchList>().Last().Scope.Deep);
    }

    [Fact]
    public void Enter_opens_and_Esc_goes_back()
    {
        var play = Screen.Press("Enter");
        Assert.Equal(Pane.Detail, play.Model.Focus);
        Assert.True(play.Press("Enter").Model.Zoomed);
        Assert.False(play.Press("Esc").Model.Zoomed);
        Assert.Equal(Pane.Releases, play.Press("Esc").Model.Focus);
    }

    [Fact]
    public void Tab_goes_through_the_pages_that_are_side_by_side()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Healthy()) with { Width = 200, Height = 60 });
        string[] seen = [.. Enumerable.Range(0, 4).Select(_ => play.Press("Tab").Model).Select(model => $"{model.Focus} {model.Tab}")];
        Assert.Equal(["Detail health", "Detail outlook", "Detail history", "Releases history"], seen);
        Assert.Empty(play.Effects);
        Assert.Equal("Detail history", play.Press("Shift-Tab").Model is var back ? $"{back.Focus} {back.Tab}" : "");
    }

    [Fact]
    public void The_detail_scrolls_to_its_ends_and_not_beyond()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Forbidden())).Press("5", "Enter", "G");
        var end = play.Model.DetailOffset;
        Assert.True(end > 0);
        Assert.Equal(end, play.Press("j", "PgDn").Model.DetailOffset);
        Assert.Equal(end - 1, play.Press("k").Model.DetailOffset);
        Assert.Equal(0, play.Press("g", "PgUp").Model.DetailOffset);
    }

    [Fact]
    public void A_paste_is_never_a_command()
    {
        var play = Screen.Send(new Message.Paste("d1234\nq"));
        Assert.Null(play.Model.Overlay);
        Assert.Empty(play.Effects);
    }

    [Fact]
    public void Ctrl_Z_suspends_but_not_while_busy()
    {
        Screen.Press("Ctrl-Z").Single<Effect.Suspend>();
        Screen.Open().Press("Ctrl-Z").Single<Effect.Suspend>();
        Assert.Empty(
            Screen.Open().Type("1234").Press("Enter").Press("Ctrl-Z").Send(new Message.Suspend()).Effects.OfType<Effect.Suspend>()
        );
    }
}
