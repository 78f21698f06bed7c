using Helmstuck.Health;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>A helm process on this machine fails <c>helm-idle</c>, however long Helm has written nothing.</summary>
public sealed class LocalHelmTests
{
    private static CheckAnswer Idle(Loadable<IReadOnlyList<LocalHelm>> helms) =>
        HelmIdleCheck.Of(
            new SignsOfLife
            {
                Record = Facts.Record(2, "pending-upgrade"),
                Now = Facts.Now,
                IdleAfter = TimeSpan.FromMinutes(10),
                ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
                Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([]),
                LocalHelms = helms,
            }
        );

    private static CheckAnswer Idle(LocalHelm helm) => Idle(new Loadable<IReadOnlyList<LocalHelm>>.Known([helm]));

    [Fact]
    public void Stopped_by_Ctrl_Z()
    {
        var check = Idle(new LocalHelm(4711, "alice", "stopped", TimeSpan.FromHours(2), "helm upgrade web . --set ***", false));
        Assert.Equal(CheckState.Fail, check.State);
        Assert.Equal("helm (pid 4711 of alice) is stopped on this machine and goes on when resumed", check.Summary);
        Assert.Contains("pid 4711, user alice, stopped, started 120m ago: helm upgrade web . --set ***", check.Evidence);
    }

    [Fact]
    public void Running_under_a_kubeconfig_that_cannot_be_read()
    {
        var check = Idle(new LocalHelm(4711, "bob", "sleeping", null, "helm upgrade web .", true));
        Assert.Equal(
            (CheckState.Fail, "helm (pid 4711 of bob) is running on this machine; which cluster it uses is unknown"),
            (check.State, check.Summary)
        );
    }

    [Fact]
    public void Not_looked_for_yet() => Assert.True(Idle(Loadable.Loading<IReadOnlyList<LocalHelm>>()).Pending);

    [Fact]
    public void Not_to_be_looked_for() =>
        Assert.Equal(
            (
                CheckState.Unknown,
                "Helm has written nothing for 50m, but whether a helm is running on this machine is unknown: no ps (setting "
                    + "helm.localProcesses)"
            ),
            (Idle(Loadable.Unreadable<IReadOnlyList<LocalHelm>>("no ps")) is var check ? (check.State, check.Summary) : default)
        );
}
