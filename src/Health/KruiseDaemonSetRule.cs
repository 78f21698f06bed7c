namespace Helmstuck.Health;

/// <summary>OpenKruise's Advanced DaemonSet: the ladder of a DaemonSet, with a partition and a pause.</summary>
internal static class KruiseDaemonSetRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var strategy = new KruiseStrategy(status);
        var desired = status.Count("status", "desiredNumberScheduled");
        var judged = DaemonSetRule.Judge(status, strategy.Partition(desired, "spec", "updateStrategy", "rollingUpdate", "partition"));
        return strategy.IsPaused && WorkloadJudge.Stale(status) is null
            ? judged with
            {
                Verdict = WorkloadVerdict.Paused,
                Reason = $"the rollout is paused: {judged.Reason}",
                RollingOut = false,
                LacksOnlyReadiness = false,
            }
            : judged;
    }
}
