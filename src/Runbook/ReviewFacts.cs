using Helmstuck.Health;
using Helmstuck.Helm;
using Helmstuck.Pipelines;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook;

/// <summary>Everything that was asked for one Review, answered or not. <see cref="Reviewer"/> turns it into the Review.</summary>
internal sealed record ReviewFacts
{
    public required string Context { get; init; }
    public required string Server { get; init; }
    public required string Namespace { get; init; }
    public required string Release { get; init; }

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>What is to be done: which permission was asked for, and which forecast must show that Helm is unlocked.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>All records of the release, newest first.</summary>
    public Fact<IReadOnlyList<ReleaseRecord>> Records { get; init; } = Fact.Loading<IReadOnlyList<ReleaseRecord>>();

    public DateTimeOffset? ServerNow { get; init; }

    /// <summary>This machine's clock minus the server's.</summary>
    public TimeSpan? ClockSkew { get; init; }

    public Fact<IReadOnlyList<WorkloadHealth>> Workloads { get; init; } = Fact.Loading<IReadOnlyList<WorkloadHealth>>();

    /// <summary>Helm's writes on the release's objects.</summary>
    public IReadOnlyList<HelmWrite> Writes { get; init; } = [];

    /// <summary>Hook Jobs and Pods that still run, as <c>Kind/name</c>.</summary>
    public Fact<IReadOnlyList<string>> ActiveHooks { get; init; } = Fact.Loading<IReadOnlyList<string>>();

    public Fact<CiJobsAnswer> CiJobs { get; init; } = Fact.Loading<CiJobsAnswer>();

    /// <summary>When the CI sources answered, by this machine's clock: they are not asked as often as the cluster.</summary>
    public DateTimeOffset? CiJobsAt { get; init; }

    /// <summary>Null inside a known fact: nobody but Helm itself owns the release.</summary>
    public Fact<OwnerFact?> Owner { get; init; } = Fact.Loading<OwnerFact?>();

    public Fact<IReadOnlyList<Permission>> Permissions { get; init; } = Fact.Loading<IReadOnlyList<Permission>>();
    public Fact<IReadOnlyList<ManifestChange>> Changes { get; init; } = Fact.Loading<IReadOnlyList<ManifestChange>>();

    /// <summary>Whether the live objects behind <see cref="Changes"/> were compared.</summary>
    public bool LiveCompared { get; init; }

    public HookProgress? Hook { get; init; }

    /// <summary>When the last fact arrived, by this machine's clock.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}
