namespace Helmstuck.Pipelines;

/// <summary>A CI job that a GitLab runner runs in a pod of this cluster.</summary>
/// <param name="Name">The job's name; empty if the pod does not say.</param>
/// <param name="Url">The job's web address; empty if the pod does not say.</param>
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
