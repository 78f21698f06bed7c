using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

public sealed class GateTests
{
    private static IReadOnlyList<string> Ids => [.. CheckList.All.Select(check => check.Id)];

    private static IReadOnlyList<Check> With(params Check[] checks) =>
        [.. Ids.Select(id => checks.FirstOrDefault(check => check.Id == id) ?? new Check(id, CheckState.Pass, "", []))];

    [Fact]
    public void Pass_and_warn_let_it_through_and_nothing_is_called_overridden()
    {
        var gate = Gate.Decide(
            With(new Check(WorkloadsCheck.Id, CheckState.Warn, "", [])),
            new Consent { BlanketReason = "hurry", Attested = ["ci-jobs"] }
        );
        Assert.True(gate.Open);
        Assert.Empty(gate.Applied);
        Assert.Empty(gate.Attested);
    }

    public static TheoryData<string, bool, bool, bool> Every
    {
        get
        {
            var rows = new TheoryData<string, bool, bool, bool>();
            foreach (var id in Ids)
            foreach (var unknown in new[] { false, true })
            foreach (var blanket in new[] { false, true })
                rows.Add(id, unknown, blanket, id is "workloads" or "ci-jobs" or "helm-idle" or "owner");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Fail_and_unknown_block_until_a_reason_lifts_what_may_be_lifted(string id, bool unknown, bool blanket, bool canBeLifted)
    {
        var checks = With(new Check(id, unknown ? CheckState.Unknown : CheckState.Fail, "no", []));
        Assert.Equal(id, Assert.Single(Gate.Decide(checks, Consent.None).Blocking).Id);
        var consent = blanket ? new Consent { BlanketReason = "seen" } : new Consent { Overrides = [new Override(id, "seen")] };
        var gate = Gate.Decide(checks, consent);
        Assert.Equal(canBeLifted, gate.Open);
        Assert.Equal(canBeLifted ? [new Override(id, "seen")] : [], gate.Applied);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Attesting_lifts_an_unknown_ci_jobs_and_not_a_failed_one(bool failed, bool open)
    {
        var gate = Gate.Decide(
            With(new Check(CiJobsCheck.Id, failed ? CheckState.Fail : CheckState.Unknown, "", [])),
            new Consent { Attested = ["ci-jobs"] }
        );
        Assert.Equal(open, gate.Open);
        Assert.Equal(open ? ["ci-jobs"] : [], gate.Attested);
    }

    [Fact]
    public void A_check_that_has_not_answered_blocks_whatever_was_said()
    {
        var everything = new Consent
        {
            BlanketReason = "hurry",
            Attested = ["ci-jobs"],
            Overrides = [.. Ids.Select(id => new Override(id, "hurry"))],
        };
        Assert.Equal(Ids, Gate.Decide([], everything).Blocking.Select(check => check.Id));
        var pending = With(new Check(CiJobsCheck.Id, CheckState.Unknown, "being read", []) { Pending = true });
        Assert.Equal("ci-jobs", Assert.Single(Gate.Decide(pending, everything).Blocking).Id);
    }

    [Fact]
    public void A_blanket_reason_held_to_what_was_seen_covers_nothing_that_fails_later()
    {
        var seen = With(new Check(WorkloadsCheck.Id, CheckState.Fail, "", []), new Check(PermissionsCheck.Id, CheckState.Fail, "", []));
        var held = new Consent { BlanketReason = "known", Overrides = [new Override(OwnerCheck.Id, "theirs")] }.HeldTo(seen);
        Assert.Null(held.BlanketReason);
        Assert.Equal([new Override(OwnerCheck.Id, "theirs"), new Override(WorkloadsCheck.Id, "known")], held.Overrides);
        var later = With(new Check(WorkloadsCheck.Id, CheckState.Fail, "", []), new Check(HelmIdleCheck.Id, CheckState.Fail, "", []));
        Assert.Equal("helm-idle", Assert.Single(Gate.Decide(later, held).Blocking).Id);
    }
}
