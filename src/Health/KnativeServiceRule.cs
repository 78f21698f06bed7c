using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a Knative Service: observedGeneration, the condition Ready, and the newest revision is the one that is ready (knative:
/// docs/serving/spec/knative-api-specification-1.0.md). It scales to zero by itself, so it has no counts.
/// </summary>
internal static class KnativeServiceRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var created = status.Json.Text("status", "latestCreatedRevisionName");
        var (verdict, reason) =
            WorkloadJudge.Stale(status) is { } stale ? (WorkloadVerdict.Progressing, stale)
            : status.Condition("Ready") is not { } ready
                ? (WorkloadVerdict.Progressing, "the controller has not written the condition Ready yet")
            : ready.Status == "False" ? (WorkloadVerdict.Degraded, $"Ready is False: {ready.Words}")
            : ready.Status != "True" ? (WorkloadVerdict.Progressing, $"Ready is {ready.Status}: {ready.Words}")
            : created != status.Json.Text("status", "latestReadyRevisionName")
                ? (WorkloadVerdict.Progressing, $"its newest revision {created ?? "(not named)"} is not the one that is ready")
            : (WorkloadVerdict.Healthy, created is null ? "Ready is True" : $"revision {created} is ready");
        return WorkloadJudge.Facts(verdict, reason) with { RollingOut = verdict == WorkloadVerdict.Progressing };
    }
}
