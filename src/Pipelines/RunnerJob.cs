namespace Helmstuck.Pipelines;

/// <summary>A CI job that a GitLab runner runs in a pod of this cluster.</summary>
internal sealed record RunnerJob
{
    public required string Id { get; init; }

    /// <summary>Empty if the pod does not say.</summary>
    public required string Name { get; init; }

    /// <summary>The job's web address; empty if the pod does not say.</summary>
    public required string Url { get; init; }

    public required string Ref { get; init; }

    /// <summary><c>namespace/name</c>.</summary>
    public required string Pod { get; init; }

    public required string Phase { get; init; }

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
