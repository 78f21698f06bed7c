using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Survey;

/// <summary>The one place that reads what a Review needs, in parallel, and passes it on as it arrives.</summary>
internal sealed partial class Surveyor
{
    private readonly KubeClient client;
    private readonly SurveyOptions options;
    private readonly TimeProvider time;
    private readonly WorkloadReader workloads;
    private readonly LiveReader live;
    private readonly LeftBehindReader leftBehind;
    private readonly AwaitedReader awaited;
    private readonly CiReader ci;
    private readonly PermissionReader permissions;
    private readonly LocalHelmFinder? localHelms;

    public Surveyor(KubeClient client, SurveyOptions options, TimeProvider time)
    {
        this.client = client;
        this.options = options;
        this.time = time;
        Records = new RecordReader(client, options.Driver);
        Absences = new AbsenceExplainer(client, Records);
        var listings = new ListingBuilder(client, time, options.IdleAfter);
        Finder = new ReleaseFinder(client, Records, Absences, listings);
        Listings = new ListingUpdater(client, Records, Finder, listings);
        Follower = new Follower(client, WatchedObjects.Records(Records), time);
        WorkloadFollower = new WorkloadFollower(client, time);
        workloads = new WorkloadReader(client, options.HpaTolerance);
        permissions = new PermissionReader(client, Records.Type);
        live = new LiveReader(client);
        Cluster = new ClusterReader(client);
        leftBehind = new LeftBehindReader(client, Records);
        awaited = new AwaitedReader(client);
        ci = new CiReader(client, options, time);
        localHelms = options.LocalProcesses is { } processes ? new LocalHelmFinder(processes, client.Target) : null;
    }

    public RecordReader Records { get; }

    public ReleaseFinder Finder { get; }

    public ListingUpdater Listings { get; }

    /// <summary>Follows Helm's records.</summary>
    public Follower Follower { get; }

    public WorkloadFollower WorkloadFollower { get; }

    public AbsenceExplainer Absences { get; }

    public ClusterReader Cluster { get; }

    /// <summary>
    /// The uid of the namespace kube-system, which identifies a cluster regardless of its address; empty if it may not be read.
    /// </summary>
    public async Task<string> ClusterUidAsync(CancellationToken cancellation) =>
        (await client.GetMetadataAsync(ResourceType.Namespaces, null, "kube-system", cancellation).ConfigureAwait(false))
            .ValueOrDefault
            ?.Uid
        ?? "";

    /// <summary>Names of all namespaces, for the prompt that changes it.</summary>
    public async Task<KubeResult<IReadOnlyList<string>>> NamespacesAsync(CancellationToken cancellation) =>
        (
            await client
                .ListMetadataAsync(ResourceType.Namespaces, null, new ListOptions { FromCache = true }, cancellation)
                .ConfigureAwait(false)
        ).Select(list => (IReadOnlyList<string>)[.. list.Items.Select(item => item.Name).Order(StringComparer.Ordinal)]);

    /// <summary>
    /// Reviews one release. <paramref name="arrived"/> is called with a more complete Review for each fact, never twice at once; the
    /// last one is returned. What cannot be read is in the Review as unknown with its reason; the only exception is
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<Review> ReviewAsync(
        string ns,
        string release,
        ReviewOptions review,
        Action<Review> arrived,
        CancellationToken cancellation
    )
    {
        var board = new FactCollector(
            new ReviewFacts
            {
                Context = client.Target.Context,
                Server = client.Target.ServerHost,
                Namespace = ns,
                Release = release,
                IdleAfter = options.IdleAfter,
                LongestTimeout = options.LongestTimeout,
                LocalHelms = localHelms is null
                    ? new Loadable<IReadOnlyList<LocalHelm>>.Known([])
                    : Loadable.Loading<IReadOnlyList<LocalHelm>>(),
                Remedy = review.Remedy,
                Driver = options.Driver,
                LeftBehind = review.LeftBehind ? Loadable.Loading<LeftBehind?>() : new Loadable<LeftBehind?>.Known(null),
            },
            arrived,
            time,
            client
        );

        var start = Expected(ns, release, review)?.Until(cancellation) ?? Begin(ns, release, review, cancellation);
        var ciTask = Task.WhenAll(AskCiAsync(ns, review.Unasked, board, cancellation), AddDeletionAsync(start, board));
        var read = await start.History.ConfigureAwait(false);
        if (read is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var history })
        {
            await ciTask.ConfigureAwait(false);
            return board.Add(facts => facts with { Records = Loadable.Unreadable<IReadOnlyList<ReleaseRecord>>(read.Error!.Message) });
        }
        var subject = Subject.Of(ns, release, history, options.Deleted(ns, release));
        board.Add(facts => facts with { Records = new Loadable<IReadOnlyList<ReleaseRecord>>.Known(history), Deleted = subject?.Deleted });
        if (subject is null)
        {
            await ciTask.ConfigureAwait(false);
            return board.Add(Nothing);
        }
        if (Review.RefusalIn(history) is { } refusal)
        {
            board.Add(facts => Refused(facts, refusal));
            await Task.WhenAll(
                    ciTask,
                    AskPermissionsAsync(board, review, cancellation),
                    AskLocalHelmsAsync(ns, release, board, cancellation)
                )
                .ConfigureAwait(false);
            return board.Latest;
        }
        await Task.WhenAll(
                ciTask,
                AskPermissionsAsync(board, review, cancellation),
                AskHooksAsync(subject, board, cancellation),
                AskLeftBehindAsync(subject, review, board, cancellation),
                AskLocalHelmsAsync(ns, release, board, cancellation),
                AskObjectsAsync(subject, start, board, cancellation)
            )
            .ConfigureAwait(false);
        return board.Latest;
    }

    private async Task AskCiAsync(string ns, bool unasked, FactCollector board, CancellationToken cancellation)
    {
        var (answer, at) = await ci.ReadAsync(ns, unasked, cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { CiJobs = answer, CiJobsAt = at });
    }

    private async Task AskPermissionsAsync(FactCollector board, ReviewOptions review, CancellationToken cancellation)
    {
        var records = Planner.Records(board.Latest, review.Remedy);
        // Nothing is sent about an object that is not the record that it seems to be.
        var rehearse = review.Rehearse && board.Latest.Find(RecordCheck.Id) is not { State: CheckState.Fail };
        var answers = await permissions.ReadAsync(records, review.Remedy, rehearse, cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { Permissions = new Loadable<IReadOnlyList<Permission>>.Known(answers) });
    }

    private async Task AskLocalHelmsAsync(string ns, string release, FactCollector board, CancellationToken cancellation)
    {
        if (localHelms is null)
            return;
        var found = await Task.Run(() => localHelms.FindAsync(ns, release, cancellation), cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { LocalHelms = found });
    }

    private async Task AskHooksAsync(Subject subject, FactCollector board, CancellationToken cancellation)
    {
        var answer = await live.HooksAsync(subject, cancellation).ConfigureAwait(false);
        board.Add(facts => facts with { ActiveHooks = answer.Active, Hook = answer.Progress });
    }

    private async Task AskObjectsAsync(Subject found, ReviewStart start, FactCollector board, CancellationToken cancellation)
    {
        var subject = await new PlaceFinder(client).SettleAsync(found, cancellation).ConfigureAwait(false);
        var changes = subject.Changes();
        board.Add(facts =>
            facts with
            {
                Changes = new Loadable<IReadOnlyList<ManifestChange>>.Known(changes),
                LiveCompared = changes.Count == 0,
            }
        );
        var awaitedTask = awaited.ReadAsync(subject, cancellation);
        var known = AskWorkloadsAsync(subject, start, awaitedTask, board, cancellation);
        var compared = CompareAsync(subject, changes, awaitedTask, known, board, cancellation);
        await Task.WhenAll(
                AskUnbuiltAsync(subject, start, board, cancellation),
                AddOwnerAsync(subject, start, awaitedTask, known, compared, board)
            )
            .ConfigureAwait(false);
    }

    private async Task<WorkloadAnswer> AskWorkloadsAsync(
        Subject subject,
        ReviewStart start,
        Task<AwaitedAnswer> awaitedTask,
        FactCollector board,
        CancellationToken cancellation
    )
    {
        var answer = await workloads.ReadAsync(subject, start.Workloads, board.Latest.ServerNow, cancellation).ConfigureAwait(false);
        var waitedFor = await awaitedTask.ConfigureAwait(false);
        board.Add(facts =>
            facts with
            {
                Awaited = waitedFor.Objects,
                Workloads = new Loadable<IReadOnlyList<Health.WorkloadHealth>>.Known(answer.Workloads),
                Writes = answer.Writes,
            }
        );
        return answer;
    }

    private static async Task AddOwnerAsync(
        Subject subject,
        ReviewStart start,
        Task<AwaitedAnswer> awaitedTask,
        Task<WorkloadAnswer> known,
        Task<IReadOnlyList<ComparedObject>> compared,
        FactCollector board
    )
    {
        var runners = await start.Runners.ConfigureAwait(false);
        var (read, answer) = (await awaitedTask.ConfigureAwait(false), await known.ConfigureAwait(false));
        var seen = (await compared.ConfigureAwait(false))
            .Where(one => one.Live is not null)
            .Select(one => (one.Change.Object.Kind, one.Live!))
            .ToList();
        var owner = LiveReader.Owner(
            subject,
            board.Latest.History,
            [.. answer.Own, .. read.Live.Values, .. seen.Select(one => one.Item2)],
            runners
        );
        board.Add(facts => facts with { Owner = owner, Unmarked = OwnershipMarks.Missing(subject, answer.Kinds.Concat(seen)) });
    }

    private async Task<IReadOnlyList<ComparedObject>> CompareAsync(
        Subject subject,
        IReadOnlyList<ManifestChange> changes,
        Task<AwaitedAnswer> awaitedTask,
        Task<WorkloadAnswer> known,
        FactCollector board,
        CancellationToken cancellation
    )
    {
        if (changes.Count == 0)
            return [];
        var compared = await live.CompareAsync(subject, changes, awaitedTask, known, cancellation).ConfigureAwait(false);
        board.Add(facts =>
            facts with
            {
                Changes = new Loadable<IReadOnlyList<ManifestChange>>.Known([.. compared.Select(one => one.Change)]),
                LiveCompared = true,
                Writes = [.. facts.Writes, .. compared.Select(one => one.Write).OfType<HelmWrite>()],
            }
        );
        return compared;
    }

    /// <summary>Everything that needs a manifest is unknown if the payload may not be read.</summary>
    private static ReviewFacts Refused(ReviewFacts facts, string why) =>
        facts with
        {
            Workloads = Loadable.Unreadable<IReadOnlyList<Health.WorkloadHealth>>($"which workloads it has is not known: {why}"),
            ActiveHooks = Loadable.Unreadable<IReadOnlyList<string>>($"which hooks it has is not known: {why}"),
            Owner = Loadable.Unreadable<OwnerFact?>($"whether a controller owns it is not known: {why}"),
            LeftBehind = new Loadable<LeftBehind?>.Known(null),
            Unbuilt = Loadable.Unreadable<IReadOnlyDictionary<string, UnbuiltManifest>>(why),
            Changes = Loadable.Unreadable<IReadOnlyList<ManifestChange>>(why),
        };

    private static ReviewFacts Nothing(ReviewFacts facts) =>
        facts with
        {
            Workloads = new Loadable<IReadOnlyList<Health.WorkloadHealth>>.Known([]),
            ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
            LocalHelms = new Loadable<IReadOnlyList<LocalHelm>>.Known([]),
            Owner = new Loadable<OwnerFact?>.Known(null),
            Permissions = new Loadable<IReadOnlyList<Permission>>.Known([]),
            LeftBehind = new Loadable<LeftBehind?>.Known(null),
            Unbuilt = new Loadable<IReadOnlyDictionary<string, UnbuiltManifest>>.Known(ClusterFacts.Well.Unbuilt),
            Changes = new Loadable<IReadOnlyList<ManifestChange>>.Known([]),
            LiveCompared = true,
        };
}
