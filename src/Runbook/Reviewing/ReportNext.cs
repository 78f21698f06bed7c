using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using static Helmstuck.Runbook.MarkdownText;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>What the cluster runs that Helm does not know, and the commands to go on with, in a report.</summary>
internal static class ReportNext
{
    /// <summary>As many lines of one kind as an issue still reads well with; the rest is counted.</summary>
    private const int MostLines = 20;

    /// <summary>What the cluster runs of the changes; nothing if there are none.</summary>
    public static void Runs(Action<string> line, Review review)
    {
        if (review.Changes is not { Count: > 0 } changes)
            return;
        line("");
        line("## What the cluster runs");
        line("");
        var start = Planner.ComparedWith(review);
        line($"- {Code(Planner.ClusterRuns(review))}");
        if (review.Deleted is not null)
            line("- The next dry run shows these changes again, because Helm compares with its own record, not with the cluster:");
        foreach (var change in changes)
        {
            line(
                $"- {ReviewText.Of(change.Change)} {Code($"{change.Object.Kind}/{change.Object.Name}")}: {Live(change.Live, review, start)}"
            );
            // Paths only: a value may be a secret.
            foreach (var field in change.Fields.Take(MostLines))
                line($"  - {Code(field.Path)}");
            if (change.Fields.Count > MostLines)
                line($"  - and {PlainText.Count(change.Fields.Count - MostLines, "more field")}");
        }
    }

    /// <summary>The commands that show whether all is well now, and the CI jobs to run again.</summary>
    public static void Write(Action<string> line, Review review)
    {
        foreach (var link in review.FailedJobs)
            line($"- Last failed CI job, run it again: {Code(link)}");
        if (!review.IsWell)
            return;
        line("");
        line("## To validate");
        line("");
        var place = $"-n {Shell.Quote(review.Namespace)}";
        var helm = review.Record?.Meta.Driver == StorageDriver.ConfigMap ? "HELM_DRIVER=configmap helm" : "helm";
        line($"- {Code($"{helm} history {Shell.Quote(review.Release)} {place} --kube-context {Shell.Quote(review.Context)}")}");
        line($"- {Code($"{helm} status {Shell.Quote(review.Release)} {place} --kube-context {Shell.Quote(review.Context)}")}");
        foreach (var workload in review.Workloads.Where(one => Rolls(one.Kind)).Take(MostLines))
            line(
                "- "
                    + Code(
                        $"kubectl rollout status {workload.Kind.ToLowerInvariant()}/{Shell.Quote(workload.Name)} "
                            + $"-n {Shell.Quote(workload.Namespace)} --context {Shell.Quote(review.Context)}"
                    )
            );
        line("- then the deploy's own dry run, and the deploy");
    }

    private static bool Rolls(string kind) => kind is "Deployment" or "StatefulSet" or "DaemonSet";

    private static string Live(LiveMatch live, Review review, long? start) =>
        live switch
        {
            LiveMatch.Stuck when review.Deleted is { } deleted => $"the cluster runs {Code(deleted.Revision)} (deleted)",
            LiveMatch.Stuck => $"the cluster runs {Code(review.Record!.Revision)} (stuck)",
            LiveMatch.Previous => start is { } revision ? $"the cluster runs {Code(revision)} (base)" : "the cluster has none of it",
            LiveMatch.Both => "the cluster matches both",
            LiveMatch.Neither => "the cluster matches neither",
            LiveMatch.Missing => "the cluster lacks it",
            _ => "what the cluster runs is unknown",
        };
}
