using Helmstuck.Health;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

public sealed class CheckTests
{
    [Theory]
    [InlineData("pending-install", "pass")]
    [InlineData("pending-upgrade", "pass")]
    [InlineData("pending-rollback", "pass")]
    [InlineData("uninstalling", "pass")]
    [InlineData("deployed", "fail")]
    [InlineData("failed", "fail")]
    [InlineData("superseded", "fail")]
    [InlineData("unknown", "fail")]
    public void Record_passes_where_the_newest_is_stuck(string status, string state)
    {
        var history = Facts.History("deployed", status);
        Assert.Equal(state, ReviewText.Of(RecordCheck.Of(history, history[0], [history[0]]).State));
    }

    [Fact]
    public void Record_fails_if_missing_or_not_the_newest_and_warns_if_it_cannot_be_decoded()
    {
        Assert.Equal(CheckState.Fail, Reviewer.Assemble(Facts.Well([])).Find(RecordCheck.Id)!.State);
        var history = Facts.History("pending-upgrade", "deployed");
        var older = RecordCheck.Of(history, history[1], [history[1]]);
        Assert.Equal(CheckState.Fail, older.State);
        Assert.Contains("revision 2", older.Summary, StringComparison.Ordinal);
        var corrupt = Facts.Corrupt(3, "pending-upgrade");
        var warned = RecordCheck.Of([corrupt], corrupt, [corrupt]);
        Assert.Equal(CheckState.Warn, warned.State);
        Assert.Contains("not gzip", warned.Evidence);
    }

    [Fact]
    public void Record_goes_by_the_payload_and_says_that_the_label_differs()
    {
        var hidden = RecordCheck.Of([], Facts.Record(2, "pending-upgrade", "deployed"), []);
        Assert.Equal(CheckState.Pass, hidden.State);
        Assert.Contains(
            hidden.Evidence,
            line => line.Contains("the label says deployed, the payload says pending-upgrade", StringComparison.Ordinal)
        );
        Assert.Equal(CheckState.Fail, RecordCheck.Of([], Facts.Record(2, "deployed", "pending-upgrade"), []).State);
    }

    [Theory]
    [InlineData(nameof(WorkloadVerdict.Healthy), nameof(NamedIn.Both), "pass")]
    [InlineData(nameof(WorkloadVerdict.WithinTolerance), nameof(NamedIn.Both), "pass")]
    [InlineData(nameof(WorkloadVerdict.Progressing), nameof(NamedIn.Both), "fail")]
    [InlineData(nameof(WorkloadVerdict.Degraded), nameof(NamedIn.Both), "fail")]
    [InlineData(nameof(WorkloadVerdict.Stalled), nameof(NamedIn.StuckOnly), "fail")]
    [InlineData(nameof(WorkloadVerdict.Paused), nameof(NamedIn.Both), "fail")]
    [InlineData(nameof(WorkloadVerdict.Missing), nameof(NamedIn.Both), "fail")]
    [InlineData(nameof(WorkloadVerdict.Missing), nameof(NamedIn.PreviousOnly), "fail")]
    [InlineData(nameof(WorkloadVerdict.Missing), nameof(NamedIn.StuckOnly), "warn")]
    [InlineData(nameof(WorkloadVerdict.Unknown), nameof(NamedIn.Both), "unknown")]
    public void Workloads_follow_the_worst_of_them(string verdict, string named, string state)
    {
        var web = Facts.Workload("web", Enum.Parse<WorkloadVerdict>(verdict), Enum.Parse<NamedIn>(named));
        Assert.Equal(state, ReviewText.Of(WorkloadsCheck.Of([Facts.Workload("api", WorkloadVerdict.Healthy), web]).State));
    }

    [Fact]
    public void Workloads_warn_where_there_are_none_and_fail_before_they_are_unknown()
    {
        Assert.Equal(CheckState.Warn, WorkloadsCheck.Of([]).State);
        Assert.Equal(
            CheckState.Fail,
            WorkloadsCheck.Of([Facts.Workload("a", WorkloadVerdict.Unknown), Facts.Workload("b", WorkloadVerdict.Stalled)]).State
        );
        Assert.Equal(
            CheckState.Unknown,
            WorkloadsCheck
                .Of([Facts.Workload("a", WorkloadVerdict.Unknown), Facts.Workload("b", WorkloadVerdict.Missing, NamedIn.StuckOnly)])
                .State
        );
    }

    private static CheckAnswer Idle(
        double minutesAgo = 50,
        string[]? hooks = null,
        WorkloadHealth? workload = null,
        DateTimeOffset? now = null,
        TimeSpan? skew = null
    )
    {
        var writes = new[] { new HelmWrite("Secret/x", "Helm", Facts.Now.AddMinutes(-minutesAgo)) };
        return HelmIdleCheck.Of(
            Silent with
            {
                Now = now ?? Facts.Now,
                ClockSkew = skew ?? TimeSpan.Zero,
                Writes = writes,
                ActiveHooks = new Loadable<IReadOnlyList<string>>.Known(hooks ?? []),
                Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([workload ?? Facts.Workload("web", WorkloadVerdict.Healthy)]),
            }
        );
    }

    /// <summary>No hook, no workload, and the last write long ago.</summary>
    private static SignsOfLife Silent =>
        new()
        {
            Record = Facts.Record(2, "pending-upgrade"),
            Now = Facts.Now,
            IdleAfter = TimeSpan.FromMinutes(10),
            ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
            Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([]),
        };

    [Fact]
    public void Helm_idle_passes_after_a_silence_and_ends_with_its_caveat()
    {
        var check = Idle();
        Assert.Equal(CheckState.Pass, check.State);
        Assert.Equal("Helm has written nothing for 50m", check.Summary);
        Assert.Equal("a Helm with a longer --timeout writes nothing while it waits", check.Evidence[^1]);
        Assert.Equal(CheckState.Fail, Idle(10).State);
        Assert.Equal(CheckState.Pass, Idle(10.1).State);
        Assert.Equal(CheckState.Fail, Idle(-3).State);
    }

    [Fact]
    public void Helm_idle_fails_while_a_hook_runs_or_a_workload_of_the_stuck_manifest_rolls_out()
    {
        Assert.Equal(CheckState.Fail, Idle(hooks: ["Job/migrate"]).State);
        var rolling = Facts.Workload("web", WorkloadVerdict.Progressing) with { RollingOut = true };
        Assert.Equal(CheckState.Fail, Idle(workload: rolling).State);
        Assert.Equal(CheckState.Pass, Idle(workload: rolling with { NamedIn = NamedIn.PreviousOnly }).State);
        Assert.All(
            new[] { Idle(hooks: ["Job/migrate"]), Idle(workload: rolling) },
            check => Assert.StartsWith("a Helm with a longer --timeout", check.Evidence[^1], StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Helm_idle_is_unknown_where_it_cannot_see()
    {
        Assert.Equal(CheckState.Unknown, Idle(workload: Facts.Workload("web", WorkloadVerdict.Unknown)).State);
        Assert.Equal(CheckState.Pass, HelmIdleCheck.Of(Silent).State);
        Assert.Equal(CheckState.Unknown, HelmIdleCheck.Of(Silent with { Now = null }).State);
        Assert.Equal(
            CheckState.Unknown,
            HelmIdleCheck.Of(Silent with { ActiveHooks = Loadable.Unreadable<IReadOnlyList<string>>("forbidden") }).State
        );
        var loading = HelmIdleCheck.Of(Silent with { ActiveHooks = Loadable.Loading<IReadOnlyList<string>>() });
        Assert.True(loading is { State: CheckState.Unknown, Pending: true });
    }

    [Fact]
    public void Helm_idle_counts_on_the_servers_clock_and_says_that_ours_is_off()
    {
        var check = Idle(skew: TimeSpan.FromMinutes(-90));
        Assert.Equal(CheckState.Pass, check.State);
        Assert.Contains(check.Evidence, line => line.Contains("behind the server's", StringComparison.Ordinal));
    }

    [Fact]
    public void Ci_jobs_is_never_pass_without_a_source()
    {
        Assert.Equal(CheckState.Unknown, CiJobsCheck.Of(Facts.NoSource).State);
        Assert.Equal(CheckState.Unknown, CiJobsCheck.Of(Facts.NoSource.With(new SourceAnswer("runner pods", SourceState.Idle, []))).State);
        Assert.Equal(
            CheckState.Fail,
            CiJobsCheck.Of(Facts.NoSource.With(new SourceAnswer("runner pods", SourceState.Running, ["job 7 runs"]))).State
        );
        Assert.Equal(CheckState.Pass, CiJobsCheck.Of(Facts.Source(SourceState.Idle, "none runs")).State);
        Assert.Equal(CheckState.Fail, CiJobsCheck.Of(Facts.Source(SourceState.Running, "job 7 runs")).State);
        Assert.Equal(CheckState.Unknown, CiJobsCheck.Of(Facts.Source(SourceState.Unknown, "401")).State);
        Assert.Equal(CheckState.Warn, CiJobsCheck.Of(Facts.Source(SourceState.Caution, "deploy is scheduled")).State);
        Assert.Equal(
            CheckState.Unknown,
            CiJobsCheck.Of(Facts.Source(SourceState.Caution, "x").With(new SourceAnswer("other", SourceState.Unknown, ["401"]))).State
        );
    }

    [Fact]
    public void Owner_fails_for_a_controller_and_warns_for_another_deployers_mark()
    {
        Assert.Equal(CheckState.Pass, OwnerCheck.Of(null).State);
        var flux = OwnerCheck.Of(new OwnerFact(OwnerKind.Flux, "flux-system/web", ["label"], ["flux suspend helmrelease web"], true));
        Assert.Equal(CheckState.Fail, flux.State);
        Assert.Contains("flux suspend helmrelease web", flux.Evidence);
        Assert.Equal(CheckState.Warn, OwnerCheck.Of(new OwnerFact(OwnerKind.Terraform, "terraform-provider-helm", [], [], false)).State);
    }

    [Fact]
    public void Permissions_denied_come_with_the_missing_rule_and_an_error_is_unknown()
    {
        var record = Facts.Record(2, "pending-upgrade");
        var denied = PermissionsCheck.Of(record, [new Permission("delete", "secrets", record.Meta.ObjectName, false, "")]);
        Assert.Equal(CheckState.Fail, denied.State);
        Assert.Contains(denied.Evidence, line => line.Contains("resourceNames: [sh.helm.release.v1.web.v2]", StringComparison.Ordinal));
        Assert.Equal(CheckState.Unknown, PermissionsCheck.Of(record, [new Permission("delete", "secrets", "x", null, "timeout")]).State);
        Assert.Equal(
            CheckState.Fail,
            PermissionsCheck
                .Of(
                    record,
                    [new Permission("delete", "secrets", "x", null, "timeout"), new Permission("delete", "secrets", "y", false, "")]
                )
                .State
        );
        Assert.Equal(CheckState.Pass, PermissionsCheck.Of(record, [new Permission("delete", "secrets", "x", true, "")]).State);
    }

    [Theory]
    [InlineData("pass", "deployed", "pending-upgrade")]
    [InlineData("pass", "deployed", "pending-upgrade", "pending-rollback")]
    [InlineData("pass", "failed", "pending-upgrade")]
    [InlineData("warn", "pending-install")]
    [InlineData("warn", "uninstalled", "pending-install")]
    [InlineData("fail", "unknown", "pending-upgrade")]
    public void Unlocks_follows_the_forecast_for_when_all_of_the_plan_is_gone(string state, params string[] statuses) =>
        Assert.Equal(state, ReviewText.Of(Facts.Review(statuses).Find(UnlocksCheck.Id)!.State));

    [Fact]
    public void Unlocks_of_a_marking_asks_about_the_marking()
    {
        var facts = Facts.Well(Facts.History("unknown", "pending-upgrade"));
        Assert.Equal(CheckState.Fail, Reviewer.Assemble(facts).Find(UnlocksCheck.Id)!.State);
        var marking = Reviewer.Assemble(facts with { Remedy = Remedy.MarkFailed });
        Assert.Equal(Remedy.MarkFailed, marking.Remedy);
        Assert.Equal(CheckState.Pass, marking.Find(UnlocksCheck.Id)!.State);
        Assert.Contains("marked failed", marking.Find(UnlocksCheck.Id)!.Summary, StringComparison.Ordinal);
    }
}
