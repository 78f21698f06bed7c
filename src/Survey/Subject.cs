using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Survey;

/// <summary>The release under review, with its two manifests parsed.</summary>
internal sealed record Subject
{
    public required string Namespace { get; init; }

    /// <summary>
    /// The namespace that the payload names: objects that name none are there, or beside the record. Most often it is the record's.
    /// </summary>
    public string TargetNamespace => TargetOf(Record, Base) ?? Namespace;
    public required string Release { get; init; }
    public required ReleaseRecord Record { get; init; }

    /// <summary>
    /// Stuck records directly below that one, which must be deleted with it: their operations may also still be in progress.
    /// </summary>
    public IReadOnlyList<ReleaseRecord> Below { get; init; } = [];

    /// <summary>The manifests of <see cref="Below"/>, those that can be read.</summary>
    public IReadOnlyList<ManifestSet> BelowObjects { get; init; } = [];

    /// <summary>The record that the next upgrade starts from after the delete; null if none exists.</summary>
    public required ReleaseRecord? Base { get; init; }

    /// <summary>Null if the payload cannot be read.</summary>
    public required ManifestSet? StuckObjects { get; init; }

    /// <summary>
    /// Null if there is no base or its payload cannot be read. If nothing is stuck, there is only one manifest, which is also
    /// here.
    /// </summary>
    public required ManifestSet? BaseObjects { get; init; }

    /// <summary>
    /// The record that was deleted from this machine, if the release has not moved on since; null otherwise. The cluster may run it, and
    /// Helm does not know.
    /// </summary>
    public ReleaseRecord? Deleted { get; private init; }

    /// <summary>The newer of the two manifests that <see cref="Changes"/> compares; null if it cannot be read.</summary>
    public ManifestSet? Newer { get; init; }

    /// <summary>The older of the two: the next upgrade starts from it. Null if none exists or it cannot be read.</summary>
    public ManifestSet? Older { get; init; }

    /// <summary>Null if the release has no record that Helm sees.</summary>
    /// <param name="lastDeleted">The newest record of the release that was deleted from this machine.</param>
    public static Subject? Of(string ns, string release, IReadOnlyList<ReleaseRecord> history, ReleaseRecord? lastDeleted = null)
    {
        if (Reviewer.UnderReview(release, history) is not { } record)
            return null;
        if (record is { IsInTheWay: false, Release: { } well })
        {
            var objects = ManifestParser.Parse(well.Manifest, TargetOf(record, null) ?? ns);
            return new Subject
            {
                Namespace = ns,
                Release = release,
                Record = record,
                Base = null,
                StuckObjects = objects,
                BaseObjects = objects,
            }.After(lastDeleted, history);
        }
        var outlook = Forecaster.Outlook(release, history, record.Revision);
        var after = Planner.AfterDelete(outlook);
        List<ReleaseRecord> below =
        [
            .. outlook
                .ToDelete.Where(revision => revision != record.Revision)
                .Select(revision => history.OfRevision(release, revision))
                .OfType<ReleaseRecord>(),
        ];
        var start = after.Upgrade.Base is { } revision
            ? history.FirstOrDefault(one => one.Meta.IsSeenByHelm(release) && one.Revision == revision)
            : null;
        var target = TargetOf(record, start) ?? ns;
        var baseObjects = start?.Release is { } before ? ManifestParser.Parse(before.Manifest, target) : null;
        var stuckObjects = record.Release is { } payload ? ManifestParser.Parse(payload.Manifest, target, baseObjects) : null;
        return new Subject
        {
            Namespace = ns,
            Release = release,
            Record = record,
            Base = start,
            StuckObjects = stuckObjects,
            BaseObjects = baseObjects,
            Newer = ReleaseStatus.IsStuck(record.Status) ? stuckObjects : null,
            Older = baseObjects,
            Below = below,
            BelowObjects =
            [
                .. below
                    .Select(one => one.Release)
                    .OfType<ReleasePayload>()
                    .Select(payload => ManifestParser.Parse(payload.Manifest, target, stuckObjects)),
            ],
        };
    }

    /// <summary>
    /// A deleted record counts only while it would still be the newest: a later deploy, or a release that was installed again, says more.
    /// </summary>
    private Subject After(ReleaseRecord? deleted, IReadOnlyList<ReleaseRecord> history)
    {
        if (
            deleted is not { Release: { } payload }
            || deleted.Revision <= Record.Revision
            || deleted.Meta.Namespace != Namespace
            || deleted.Meta.StartedAt < Record.Meta.StartedAt
        )
            return this;
        var start = Forecaster.Outlook(Release, history, Record.Revision).Now.StartsFrom is { } revision
            ? history.OfRevision(Release, revision)
            : null;
        var older =
            start is null ? null
            : start.Revision == Record.Revision ? StuckObjects
            : start.Release is { } before ? ManifestParser.Parse(before.Manifest, TargetNamespace, StuckObjects)
            : null;
        return this with
        {
            Deleted = deleted,
            Newer = ManifestParser.Parse(payload.Manifest, TargetOf(deleted, null) ?? Namespace, older ?? StuckObjects),
            Older = older,
        };
    }

    private static string? TargetOf(ReleaseRecord record, ReleaseRecord? start) =>
        (record.Release ?? start?.Release)?.Namespace is { Length: > 0 } told ? told : null;

    /// <summary>The images that the stuck revision gives a workload.</summary>
    public StuckImages ImagesOf(WorkloadHealth workload) =>
        new(
            Record.Revision,
            [
                .. (StuckObjects?.Objects ?? [])
                    .Where(item =>
                        item.Key.Kind == workload.Kind && item.Key.Name == workload.Name && item.Key.Namespace == workload.Namespace
                    )
                    .SelectMany(item => item.Json.Items("spec", "template", "spec", "containers"))
                    .Select(container => container.Text("image"))
                    .OfType<string>(),
            ]
        );

    /// <summary>The objects of any record of the release that was decoded.</summary>
    public ManifestSet ManifestOf(ReleaseRecord record) =>
        record.Meta.ObjectName == Record.Meta.ObjectName && StuckObjects is { } stuck ? stuck
        : record.Meta.ObjectName == Base?.Meta.ObjectName && BaseObjects is { } start ? start
        : ManifestParser.Parse(record.Release!.Manifest, TargetNamespace, StuckObjects ?? BaseObjects);

    /// <summary>
    /// What the stuck or deleted revision changes against the one that the next upgrade starts from; empty if there is no such revision or
    /// its payload cannot be read.
    /// </summary>
    public IReadOnlyList<ManifestChange> Changes() => Newer is null ? [] : ChangeFinder.Compare(Older, Newer);
}
