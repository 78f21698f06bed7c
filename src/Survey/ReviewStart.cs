using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;

namespace Helmstuck.Survey;

/// <summary>
/// What a review asks before anything is known about the release, all of it side by side: over a slow line each round trip counts.
/// </summary>
internal sealed class ReviewStart
{
    public required string Namespace { get; init; }

    public required string Release { get; init; }

    /// <summary>For which review.</summary>
    public required ReviewOptions Options { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset At { get; init; }

    public required Task<KubeResult<IReadOnlyList<ReleaseRecord>>> History { get; init; }

    public required Task<KubeResult<NamespaceDeletion?>> Deletion { get; init; }

    public required WorkloadLists Workloads { get; init; }

    public required Task<RunnerAnswer> Runners { get; init; }

    /// <summary>The same for somebody who may stop waiting.</summary>
    public ReviewStart Until(CancellationToken cancellation) =>
        new()
        {
            Namespace = Namespace,
            Release = Release,
            Options = Options,
            At = At,
            History = History.WaitAsync(cancellation),
            Deletion = Deletion.WaitAsync(cancellation),
            Workloads = new WorkloadLists(
                Namespace,
                Workloads.Deployments.WaitAsync(cancellation),
                Workloads.Autoscalers.WaitAsync(cancellation)
            ),
            Runners = Runners.WaitAsync(cancellation),
        };
}
