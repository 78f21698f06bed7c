using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>
/// Jobs of GitLab runners by the marks on their pods (GitLab runner: executors/kubernetes, annotations <c>job.runner.gitlab.com/…</c>).
/// </summary>
internal static class RunnerPods
{
    private const string Prefix = "job.runner.gitlab.com/";

    /// <summary>The jobs of the pods that are not finished; pods without the marks are skipped.</summary>
    public static IReadOnlyList<RunnerJob> Read(IEnumerable<KubeObject> pods)
    {
        var jobs = new List<RunnerJob>();
        foreach (var pod in pods)
        {
            var phase = pod.Json.Text("status", "phase") ?? "Unknown";
            if (phase is "Succeeded" or "Failed")
                continue;
            var job = new RunnerJob
            {
                Id = Mark(pod.Meta, "id"),
                Name = Mark(pod.Meta, "name"),
                Url = WebAddress.OrEmpty(Mark(pod.Meta, "url")),
                Ref = Mark(pod.Meta, "ref"),
                Pod = $"{pod.Meta.Namespace}/{pod.Meta.Name}",
                Phase = phase,
            };
            if (job.Id.Length > 0 || job.Url.Length > 0)
                jobs.Add(job);
        }
        return jobs;
    }

    /// <summary>The jobs as a source's answer, or null for none: without runner pods, runners elsewhere are still possible.</summary>
    public static SourceAnswer? Answer(IReadOnlyList<RunnerJob> jobs) =>
        jobs.Count == 0
            ? null
            : new SourceAnswer("runner pods", SourceState.Running, [.. jobs.Select(job => job.Evidence)])
            {
                Links = [.. jobs.Select(job => job.Url).Where(url => url.Length > 0)],
            };

    /// <summary>An annotation, or the label of the same name that newer runners can set instead.</summary>
    private static string Mark(ObjectMeta meta, string name) => meta.Annotation(Prefix + name) ?? meta.Label(Prefix + name) ?? "";
}
