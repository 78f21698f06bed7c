using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>A CI job that a GitLab runner works on in a pod of this cluster.</summary>
/// <param name="Name">The job's name; empty where the pod does not say.</param>
/// <param name="Url">The job's web address; empty where the pod does not say.</param>
/// <param name="Pod"><c>namespace/name</c>.</param>
internal sealed record RunnerJob(string Id, string Name, string Url, string Ref, string Sha, string Pod, string Phase)
{
    /// <summary>The job in one line: <c>deploy on main, pod ci/runner-x Running: https://…</c>.</summary>
    public string Evidence
    {
        get
        {
            var job =
                Name.Length > 0 ? Name
                : Id.Length > 0 ? $"job {Id}"
                : "a job";
            var where = Ref.Length > 0 ? $" on {Ref}" : "";
            var link = Url.Length > 0 ? $": {Url}" : "";
            return $"{job}{where}, pod {Pod} {Phase}{link}";
        }
    }
}

/// <summary>
/// Jobs of GitLab runners by the marks on their pods (GitLab runner: executors/kubernetes, annotations <c>job.runner.gitlab.com/…</c>).
/// </summary>
internal static class RunnerPods
{
    private const string Prefix = "job.runner.gitlab.com/";

    /// <summary>The jobs of the pods that are not finished; pods without the marks are stepped over.</summary>
    public static IReadOnlyList<RunnerJob> Read(IEnumerable<KubeObject> pods)
    {
        var jobs = new List<RunnerJob>();
        foreach (var pod in pods)
        {
            var phase = pod.Json.Text("status", "phase") ?? "Unknown";
            if (phase is "Succeeded" or "Failed")
                continue;
            var job = new RunnerJob(
                Mark(pod.Meta, "id"),
                Mark(pod.Meta, "name"),
                WebAddress.OrEmpty(Mark(pod.Meta, "url")),
                Mark(pod.Meta, "ref"),
                Mark(pod.Meta, "sha"),
                $"{pod.Meta.Namespace}/{pod.Meta.Name}",
                phase
            );
            if (job.Id.Length > 0 || job.Url.Length > 0)
                jobs.Add(job);
        }
        return jobs;
    }

    /// <summary>The jobs as a source's answer, or null for none: no runner pod says nothing about runners elsewhere.</summary>
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

/// <summary>Addresses that others wrote, before they are offered as links.</summary>
internal static class WebAddress
{
    /// <summary>The text if it is an absolute http or https address, else nothing.</summary>
    public static string OrEmpty(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? text! : "";
}
