using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The dialog before a delete: what it takes, and what it never takes.</summary>
public sealed class DialogTests
{
    private static ModelDriver Healthy => new(Fixtures.Screen(Fixtures.Healthy()));

    [Fact]
    public void Revision_and_Enter_delete()
    {
        var play = Healthy.Open().Type("1234").Press("Enter");
        var request = play.Single<Effect.Recover>().Request;
        Assert.Equal(Remedy.Delete, request.Plan.Remedy);
        Assert.Equal("sh.helm.release.v1.gitlab-cny.v1234", Assert.Single(request.Plan.Records).Meta.ObjectName);
        Assert.True(play.Model.Busy);
        Assert.IsType<Overlay.Progress>(play.Model.Overlay);
    }

    [Fact]
    public void Keys_typed_ahead_are_thrown_away()
    {
        var play = Healthy.Press("d").Type("1234").Press("Enter");
        Assert.Single(play.Effects.OfType<Effect.Fence>());
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal("", play.Dialog.Typed);
        Assert.Equal("1", play.Send(new Message.FenceEnded()).Press("1").Dialog.Typed);
    }

    [Theory, InlineData(""), InlineData("123"), InlineData("12345"), InlineData("1233"), InlineData("1234,")]
    public void Anything_else_deletes_nothing(string typed)
    {
        var play = Healthy.Open().Type(typed).Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Contains("1234", play.Dialog.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paste_is_not_the_revision()
    {
        var play = Healthy.Open().Send(new Message.Paste("1234\n")).Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal("", play.Dialog.Typed);
    }

    [Fact]
    public void Mistyped_digits_can_be_erased()
    {
        var play = Healthy.Open().Type("99").Press("Backspace").Press("Ctrl-U").Type("1235").Press("Backspace").Type("4").Press("Enter");
        play.Single<Effect.Recover>();
    }

    [Theory, InlineData("Esc"), InlineData("q"), InlineData("Ctrl-C")]
    public void Cancel_closes_and_changes_nothing(string key)
    {
        var play = Healthy.Open().Type("1234").Press(key);
        Assert.Null(play.Model.Overlay);
        Assert.Equal([typeof(Effect.Fence)], play.Effects.Select(effect => effect.GetType()));
        Assert.Contains("nothing was changed", play.Model.Notice!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocked_delete_says_by_what_and_what_lifts_it()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Type("1234").Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal(
            "Blocked by ci-jobs (unknown), workloads (fail): press c to attest ci-jobs first, then o to override workloads with a reason. "
                + "Nothing was sent.",
            ConfirmRules.Said(play.Dialog)
        );
    }

    [Fact]
    public void Attesting_lifts_only_an_unknown_ci_jobs()
    {
        var attested = new ModelDriver(Fixtures.Screen(Fixtures.CiJobsUnknown())).Open().Press("c").Type("1234").Press("Enter");
        var effect = attested.Single<Effect.Recover>();
        Assert.Equal([CiJobsCheck.Id], effect.Request.Consent.Attested);
        Assert.Equal([CiJobsCheck.Id], effect.Gate.Attested);

        var failed = Fixtures.CiJobsUnknown().With(Fixtures.Answer(CiJobsCheck.Id, CheckState.Fail, "deploy of gitlab-cny is running"));
        var refused = new ModelDriver(Fixtures.Screen(failed)).Open().Press("c").Type("1234").Press("Enter");
        Assert.Empty(refused.Effects.OfType<Effect.Recover>());
        Assert.Empty(refused.Dialog.Consent.Attested);
    }

    [Fact]
    public void Attesting_can_be_taken_back()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.CiJobsUnknown())).Open().Press("c", "c").Type("1234").Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void A_reason_overrides_each_check_that_fails_now()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked()))
            .Open()
            .Press("o")
            .Type("quick fix, 1 of 2?")
            .Press("Enter")
            .Type("1234")
            .Press("Enter");
        var consent = play.Single<Effect.Recover>().Request.Consent;
        Assert.Equal(
            [new Override(CiJobsCheck.Id, "quick fix, 1 of 2?"), new Override(WorkloadsCheck.Id, "quick fix, 1 of 2?")],
            consent.Overrides
        );
        Assert.Null(consent.BlanketReason);
    }

    [Fact]
    public void What_can_be_attested_comes_before_the_reason()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Press("o");
        Assert.Equal("Reason to override ci-jobs, workloads (or Esc, and c to attest ci-jobs): ", ConfirmRules.ReasonPrompt(play.Dialog));
        play.Press("Esc", "c");
        Assert.Equal("Blocked by workloads (fail): press o to override with a reason.", ConfirmRules.Said(play.Dialog));
        Assert.Equal("Reason to override workloads: ", ConfirmRules.ReasonPrompt(play.Press("o").Dialog));
        Assert.Equal(
            "Blocked by ci-jobs (unknown): press c to attest ci-jobs, or o to override it with a reason.",
            ConfirmRules.Said(new ModelDriver(Fixtures.Screen(Fixtures.CiJobsUnknown())).Open().Dialog)
        );
    }

    [Fact]
    public void A_reason_that_was_given_can_be_changed()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Press("c", "o").Type("quick").Press("Enter", "o");
        Assert.Equal("quick", play.Dialog.Reason);
        Assert.Equal([new Override(WorkloadsCheck.Id, "quick")], play.Press("Esc").Dialog.Consent.Overrides);
        play.Press("o").Type(" fix").Press("Enter");
        Assert.Equal([new Override(WorkloadsCheck.Id, "quick fix")], play.Dialog.Consent.Overrides);
    }

    [Fact]
    public void What_passes_by_itself_says_when()
    {
        var early = Fixtures.Answer(HelmIdleCheck.Id, CheckState.Fail, "last Helm write 1m ago") with
        {
            PassesAt = Fixtures.Now.AddMinutes(9),
        };
        Assert.Equal(
            "Blocked by helm-idle (fail): press o to override with a reason, or wait: it passes at 03:11:11Z "
                + "if nothing changes until then.",
            ConfirmRules.Said(new ModelDriver(Fixtures.Screen(Fixtures.Healthy().With(early))).Open().Dialog)
        );
        Assert.Equal(
            "Blocked by helm-idle (fail), ci-jobs (unknown): press c to attest ci-jobs first, then o to override helm-idle with a reason; "
                + "helm-idle passes by itself at 03:11:11Z if nothing changes until then.",
            ConfirmRules.Said(new ModelDriver(Fixtures.Screen(Fixtures.CiJobsUnknown().With(early))).Open().Dialog)
        );
        Assert.Equal(
            "Blocked by helm-idle (fail): press o to override with a reason.",
            ConfirmRules.Said(new ModelDriver(Fixtures.Screen(Fixtures.Healthy().With(early with { PassesAt = null }))).Open().Dialog)
        );
    }

    [Fact]
    public void A_key_that_does_nothing_says_so_and_leaves_what_was_typed()
    {
        var play = Healthy.Open().Type("12").Press("?");
        Assert.Equal("This key does nothing here. The keys that work are below.", ConfirmRules.Said(play.Dialog));
        Assert.Equal("12", play.Dialog.Typed);
        Assert.Equal("", play.Press("3").Dialog.Message);
    }

    [Fact]
    public void What_Helm_thinks_next_is_above_the_fold()
    {
        var screen = View.Draw(new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Model, 80, 24).ToText();
        Assert.Contains("Secret sh.helm.release.v1.gitlab-cny.v1234 in gitlab on gprd", screen, StringComparison.Ordinal);
        Assert.Contains("pending-upgrade) and refuses every upgrade.", screen, StringComparison.Ordinal);
        Assert.Contains("be revision 1234 again, and will start from 1233.", screen, StringComparison.Ordinal);
        Assert.Contains("Type 1234 to delete", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_footer_offers_more_only_where_more_follows()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open();
        Assert.Contains("PgDn more", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        var bottom = View.Draw(play.Press("End").Model, 80, 24).ToText();
        Assert.DoesNotContain("PgDn more", bottom, StringComparison.Ordinal);
        Assert.Contains("resourceVersion 881234", bottom, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_reason_every_key_is_text_and_a_paste_is_too()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked()))
            .Open()
            .Press("o")
            .Type("qc1o?")
            .Send(new Message.Paste("a\nb\u001b"));
        Assert.Equal("qc1o?a b", play.Dialog.Reason);
        Assert.Equal("", play.Dialog.Typed);
        Assert.Null(play.Press("Esc").Dialog.Reason);
        Assert.Empty(play.Dialog.Consent.Overrides);
    }

    [Fact]
    public void An_empty_reason_overrides_nothing()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked()))
            .Open()
            .Press("o")
            .Type("  ")
            .Press("Enter")
            .Type("1234")
            .Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void A_check_that_fails_only_after_the_reason_is_not_covered_by_it()
    {
        var ciUnknown = Fixtures.CiJobsUnknown();
        var play = new ModelDriver(Fixtures.Screen(ciUnknown)).Open().Press("o").Type("looked myself").Press("Enter");
        play = Refresh(play, ciUnknown.With(Fixtures.WorkloadsFail)).Type("1234").Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Contains("workloads (fail)", ConfirmRules.Said(play.Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void Permissions_cannot_be_overridden()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Forbidden()))
            .Open()
            .Press("o")
            .Type("please")
            .Press("Enter")
            .Type("1234")
            .Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Contains("permissions (fail): cannot be overridden", ConfirmRules.Said(play.Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void Stacked_records_need_all_their_revisions()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Stacked())).Open().Type("9").Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        play.Type(",8").Press("Enter");
        Assert.Equal([9, 8], play.Single<Effect.Recover>().Request.Plan.Records.Select(record => record.Revision));
    }

    [Fact]
    public void A_record_written_meanwhile_ends_the_dialog()
    {
        var before = Fixtures.Healthy();
        var written = before.Record! with { Meta = before.Record.Meta with { ResourceVersion = "990001" } };
        var play = Refresh(
            new ModelDriver(Fixtures.Screen(before)).Open(),
            before with
            {
                Record = written,
                History = [written, .. before.History.Skip(1)],
            }
        );
        Assert.Contains("resourceVersion was 881234, is now 990001", play.Dialog.Broken, StringComparison.Ordinal);
        Assert.Empty(play.Type("1234").Press("Enter", "o", "c").Effects.OfType<Effect.Recover>());
        Assert.Null(play.Press("Esc").Model.Overlay);
    }

    [Fact]
    public void A_release_that_came_free_meanwhile_ends_the_dialog()
    {
        var deployed = Fixtures.Record(1234, ReleaseStatus.Deployed);
        var after = Fixtures.Of([deployed, .. Fixtures.History().Skip(1)]) with { Checks = Fixtures.Healthy().Checks };
        var play = Refresh(Healthy.Open().Type("1234"), after).Press("Enter");
        Assert.NotEqual("", play.Dialog.Broken);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void Records_that_cannot_be_read_for_once_block_but_do_not_end_it()
    {
        var unreadable = new Review
        {
            IdleAfter = TimeSpan.FromMinutes(10),
            Context = Fixtures.Context,
            Server = Fixtures.Server,
            Namespace = Fixtures.Namespace,
            Release = Fixtures.Release,
            Record = null,
            Checks = [new Check(RecordCheck.Id, CheckState.Unknown, "Unable to connect to the server", [])],
            ReadAt = Fixtures.Now,
        };
        var play = Refresh(Healthy.Open(), unreadable).Type("1234").Press("Enter");
        Assert.Equal("", play.Dialog.Broken);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Refresh(play, Fixtures.Healthy()).Press("Enter").Single<Effect.Recover>();
    }

    [Fact]
    public void A_check_that_changes_its_mind_is_shown()
    {
        var play = Refresh(Healthy.Open(), Fixtures.Healthy().With(Fixtures.WorkloadsFail));
        Assert.StartsWith(
            "Changed while this dialog was open: workloads was pass, is now fail",
            play.Dialog.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_blocks_stays_on_the_screen_when_another_check_changes()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Type("1234").Press("Enter");
        play = Refresh(play, Fixtures.Blocked().With(Fixtures.Answer(HelmIdleCheck.Id, CheckState.Fail, "Helm wrote 1s ago")));
        Assert.StartsWith(
            "Blocked by helm-idle (fail), ci-jobs (unknown), workloads (fail): ",
            ConfirmRules.Said(play.Dialog),
            StringComparison.Ordinal
        );
        Assert.Contains("helm-idle was pass, is now fail", ConfirmRules.Said(play.Dialog), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_cluster_runs_stays_until_it_has_been_compared_again()
    {
        var play = Healthy.Open();
        var runs = play.Dialog.Plan.Plan.ClusterRuns;
        Assert.StartsWith("The cluster runs revision 1234 on ", runs, StringComparison.Ordinal);
        var known = Fixtures.Healthy();
        play.Send(new Message.Tick(play.Model.Now!.Value.AddSeconds(3)));
        var fetch = play.Effects.OfType<Effect.FetchReview>().Last();
        var uncompared = known with
        {
            Changes = [.. known.Changes!.Select(change => change with { Live = LiveMatch.Unknown })],
            Loading = ["changes"],
        };
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(uncompared)));
        Assert.Equal(runs, play.Dialog.Plan.Plan.ClusterRuns);
        Assert.DoesNotContain(play.Model.Review!.Review.Changes!, change => change.Live == LiveMatch.Unknown);

        // Once the read is complete, what is not known is said.
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(uncompared with { Loading = [] })));
        Assert.Contains("what the cluster runs is not known", play.Dialog.Plan.Plan.ClusterRuns, StringComparison.Ordinal);
    }

    /// <summary>Confirmed after so long that the answers are too old.</summary>
    private static ModelDriver ConfirmedLate() =>
        new ModelDriver(Fixtures.Screen(Fixtures.Healthy()) with { Now = Fixtures.Now.AddSeconds(30) }).Open().Type("1234").Press("Enter");

    [Fact]
    public void Old_answers_are_asked_again_before_anything_is_sent()
    {
        var play = ConfirmedLate();
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.True(play.Dialog.Rechecking);
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(fetch.Id))
            .Single<Effect.Recover>();
    }

    [Fact]
    public void What_the_second_look_finds_stops_it()
    {
        var play = ConfirmedLate();
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(
            new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy().With(Fixtures.WorkloadsFail))),
            new Message.FetchEnded(fetch.Id)
        );
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.StartsWith(
            "Nothing was sent. Changed while this dialog was open: workloads was pass, is now fail",
            play.Dialog.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("1234", play.Dialog.Typed);
    }

    [Fact]
    public void A_second_look_that_fails_sends_nothing()
    {
        var play = ConfirmedLate();
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(new Message.Failed(fetch, "connection reset"));
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Contains("connection reset", play.Dialog.Message, StringComparison.Ordinal);
        Assert.False(play.Dialog.Rechecking);
    }

    [Fact]
    public void A_second_look_that_never_became_complete_sends_nothing()
    {
        var play = ConfirmedLate();
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(
            new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy() with { Loading = ["CI jobs"] })),
            new Message.FetchEnded(fetch.Id)
        );
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void Opening_asks_admission_by_a_dry_run_and_its_refusal_blocks()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("d").Send(new Message.FenceEnded());
        var fetch = play.Single<Effect.FetchReview>();
        Assert.Equal((true, Remedy.Delete), (fetch.Rehearse, fetch.Remedy));
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Refused())), new Message.FetchEnded(fetch.Id))
            .Type("1234")
            .Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Snapshot.Verify(View.Draw(play.Model with { Width = 120, Height = 40 }, 120, 40).ToText(), "120x40");
    }

    [Fact]
    public void Only_a_dialog_to_delete_sends_a_dry_run()
    {
        Assert.False(new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("f").Single<Effect.FetchReview>().Rehearse);
        Assert.False(new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("r").Single<Effect.FetchReview>().Rehearse);
        Assert.Empty(
            new ModelDriver(Fixtures.Screen(Fixtures.Healthy()) with { ReadOnly = true }).Press("d").Effects.OfType<Effect.FetchReview>()
        );
    }

    private static Review Refused()
    {
        var review = Fixtures.Healthy();
        var answer = PermissionsCheck.Of(
            review.Record!,
            [
                new Permission(
                    "delete",
                    "secrets",
                    review.Record!.Meta.ObjectName,
                    false,
                    "Error from server (InternalError): Internal error occurred: failed calling webhook \"keep.example.com\": "
                        + "connection refused"
                )
                {
                    Rehearsal = Rehearsal.Refused,
                },
            ]
        );
        return review.With(Fixtures.Answer(PermissionsCheck.Id, answer.State, answer.Summary, [.. answer.Evidence]));
    }

    [Fact]
    public void Marking_asks_for_its_own_permission_first()
    {
        var play = Healthy.Open("f").Type("1234").Press("Enter");
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        var fetch = play.Single<Effect.FetchReview>();
        Assert.Equal(Remedy.MarkFailed, fetch.Remedy);
        play.Send(
                new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy() with { Remedy = Remedy.MarkFailed })),
                new Message.FetchEnded(fetch.Id)
            )
            .Press("Enter");
        Assert.Equal(Remedy.MarkFailed, play.Single<Effect.Recover>().Request.Plan.Remedy);
    }

    [Fact]
    public void After_the_dialog_about_marking_the_permission_to_delete_is_asked_for_again()
    {
        var play = Healthy.Open("f").Forget().Press("Esc");
        Assert.Equal(Remedy.Delete, play.Single<Effect.FetchReview>().Remedy);
        Assert.True(play.Model.Review!.Review.Find(PermissionsCheck.Id)!.Pending);
        Assert.True(play.Model.Review.Review.Find(UnlocksCheck.Id)!.Pending);
    }

    [Fact]
    public void The_last_line_is_the_contracts()
    {
        var dialog = Healthy.Open().Dialog;
        Assert.Equal(
            "Type 1234 to delete sh.helm.release.v1.gitlab-cny.v1234 in gitlab on gprd (api.gprd.example):",
            ConfirmRules.Prompt(dialog, Fixtures.Model().Place)
        );
        Assert.Equal(
            "Type 1234 to mark sh.helm.release.v1.gitlab-cny.v1234 failed in gitlab on gprd (api.gprd.example):",
            ConfirmRules.Prompt(Healthy.Open("f").Dialog, Fixtures.Model().Place)
        );
    }

    private static ModelDriver Refresh(ModelDriver play, Review review)
    {
        var due = play.Model.Now!.Value.AddSeconds(3);
        play.Send(new Message.Tick(due));
        var fetch = play.Effects.OfType<Effect.FetchReview>().Last();
        var fresh = review with { ReadAt = due, Checks = [.. review.Checks.Select(check => check with { At = due })] };
        return play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(fresh)), new Message.FetchEnded(fetch.Id));
    }
}
