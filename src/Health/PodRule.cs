using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>The ladder of a Pod that no controller owns: Succeeded, Failed, a container that cannot run, Ready.</summary>
internal static class PodRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var ready = status.Condition("Ready") is { Status: "True" };
        var trouble = PodReason.Of(status.Json);
        var said = trouble is { } known ? known.ToString() : "";
        var (verdict, reason) = status.Json.Text("status", "phase") switch
        {
            "Succeeded" => (WorkloadVerdict.Healthy, "completed"),
            "Failed" => (WorkloadVerdict.Degraded, said.Length == 0 ? "failed" : said),
            "Running" when ready => (WorkloadVerdict.Healthy, "running and ready"),
            "Running" or "Pending" when trouble is { Fails: true } => (WorkloadVerdict.Degraded, said),
            "Running" or "Pending" => (WorkloadVerdict.Progressing, said.Length == 0 ? "not ready yet" : said),
            null or "" => (WorkloadVerdict.Progressing, "no phase yet"),
            var phase => (WorkloadVerdict.Unknown, $"the phase is {phase}"),
        };
        // Helm waits until a Pod is ready, also if its container cannot start (Helm: pkg/kube/ready.go). One that failed never will be.
        var awaited = verdict is WorkloadVerdict.Progressing or WorkloadVerdict.Degraded && status.Json.Text("status", "phase") != "Failed";
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Desired = 1,
            Ready = ready ? 1 : 0,
            RollingOut = awaited,
            LacksOnlyReadiness = awaited,
        };
    }
}
