using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;

namespace Helmstuck.Runbook;

/// <summary>Everything that is read for one Review, known or not. <c>Reviewer</c> turns it into the Review.</summary>
internal sealed record ReviewFacts
{
    public required string Context { get; init; }
    public required string Server { get; init; }
    public required string Namespace { get; init; }
    public required string Release { get; init; }

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Settings <c>helm.longestTimeout</c>.</summary>
    public TimeSpan LongestTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The remedy: it decides which permission is needed, and which forecast must show that Helm is unlocked.</summary>
    public Remedy Remedy { get; init; }

    /// <summary>All records of the release, newest first.</summary>
    public Loadable<IReadOnlyList<ReleaseRecord>> Records { get; init; } = Loadable.Loading<IReadOnlyList<ReleaseRecord>>();

    /// <summary>See <see cref="Review.Deleted"/>.</summary>
    public ReleaseRecord? Deleted { get; init; }

    public DateTimeOffset? ServerNow { get; init; }

    /// <summary>This machine's clock minus the server's.</summary>
    public TimeSpan? ClockSkew { get; init; }

    public Loadable<IReadOnlyList<WorkloadHealth>> Workloads { get; init; } = Loadable.Loading<IReadOnlyList<WorkloadHealth>>();

    /// <summary>Helm's writes to the release's objects.</summary>
    public IReadOnlyList<HelmWrite> Writes { get; init; } = [];

    /// <summary>Hook Jobs and Pods that are still running, as <c>Kind/name</c>.</summary>
    public Loadable<IReadOnlyList<string>> ActiveHooks { get; init; } = Loadable.Loading<IReadOnlyList<string>>();

    /// <summary>
    /// Objects of the stuck manifest, no workloads, that are not ready or could not be read; they arrive with <see cref="Workloads"/>.
    /// </summary>
    public IReadOnlyList<AwaitedObject> Awaited { get; init; } = [];

    /// <summary>Helm processes on this machine that may work on the release.</summary>
    public Loadable<IReadOnlyList<LocalHelm>> LocalHelms { get; init; } = new Loadable<IReadOnlyList<LocalHelm>>.Known([]);

    public Loadable<CiJobsAnswer> CiJobs { get; init; } = Loadable.Loading<CiJobsAnswer>();

    /// <summary>When the CI sources answered, by this machine's clock: they are asked less often than the cluster.</summary>
    public DateTimeOffset? CiJobsAt { get; init; }

    /// <summary>Null in a known fact: no other deployer owns the release.</summary>
    public Loadable<OwnerFact?> Owner { get; init; } = Loadable.Loading<OwnerFact?>();

    /// <summary>Null inside a known fact: the namespace is not being deleted.</summary>
    public Loadable<NamespaceDeletion?> Deletion { get; init; } = Loadable.Loading<NamespaceDeletion?>();

    /// <summary>Live objects of the newest revision without the release's ownership marks.</summary>
    public IReadOnlyList<ObjectKey> Unmarked { get; init; } = [];

    /// <summary>Null inside a known fact: nobody asked, or the next upgrade starts from the newest record.</summary>
    public Loadable<LeftBehind?> LeftBehind { get; init; } = new Loadable<LeftBehind?>.Known(null);

    /// <summary>Whether the namespace could not be read for want of permission alone.</summary>
    public bool MayNotReadNamespace { get; init; }

    /// <summary>The manifests that Helm cannot build, by the names of their records' objects.</summary>
    public Loadable<IReadOnlyDictionary<string, UnbuiltManifest>> Unbuilt { get; init; } =
        Loadable.Loading<IReadOnlyDictionary<string, UnbuiltManifest>>();

    public Loadable<IReadOnlyList<Permission>> Permissions { get; init; } = Loadable.Loading<IReadOnlyList<Permission>>();
    public Loadable<IReadOnlyList<ManifestChange>> Changes { get; init; } = Loadable.Loading<IReadOnlyList<ManifestChange>>();

    /// <summary>Whether the live objects behind <see cref="Changes"/> were compared.</summary>
    public bool LiveCompared { get; init; }

    public HookProgress? Hook { get; init; }

    /// <summary>When the last fact arrived, by this machine's clock.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Where the records are kept.</summary>
    public StorageDriver Driver { get; init; }

    /// <summary>Whether it was answered what else than the records decides about Helm's next command.</summary>
    public bool ClusterAsked =>
        Deletion is not Loadable<NamespaceDeletion?>.Loading
        && LeftBehind is not Loadable<LeftBehind?>.Loading
        && Unbuilt is not Loadable<IReadOnlyDictionary<string, UnbuiltManifest>>.Loading;

    /// <summary>What the forecasts take from the cluster; what could not be read stands in nobody's way.</summary>
    public ClusterFacts Cluster =>
        new()
        {
            Driver = Driver,
            Deletion = Deletion.ValueOrDefault,
            Unbuilt = Unbuilt.ValueOrDefault ?? ClusterFacts.Well.Unbuilt,
            Unmarked = Unmarked,
            LeftBehind = LeftBehind.ValueOrDefault,
        };
}
