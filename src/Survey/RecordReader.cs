using System.Collections.Concurrent;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// Reads release records: metadata of many, payloads of few. A payload is downloaded once for each uid and resourceVersion.
/// </summary>
internal sealed class RecordReader(KubeClient client, StorageDriver driver)
{
    /// <summary>How many payloads are kept, a few hundred KB each: a long watch of a large cluster must not keep them all.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(string Uid, string ResourceVersion), ReleaseRecord> read = new();

    public StorageDriver Driver { get; } = driver;

    public ResourceType Type => TypeOf(Driver);

    public static ResourceType TypeOf(StorageDriver driver) =>
        driver == StorageDriver.Secret ? ResourceType.Secrets : ResourceType.ConfigMaps;

    /// <summary>
    /// Metadata of every record of the release, newest first; also of those without an owner label, or without a name label and with
    /// a name that Helm will need next: it is taken. A consistent read, for which the API server reads every record in
    /// the namespace, unless <paramref name="fromCache"/>.
    /// </summary>
    public async Task<KubeResult<IReadOnlyList<RecordMeta>>> ListAsync(
        string ns,
        string release,
        CancellationToken cancellation,
        bool fromCache = false
    )
    {
        var labelled = await ListLabelledAsync(ns, release, fromCache, cancellation).ConfigureAwait(false);
        if (labelled is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var metas })
            return labelled.Error!;
        var hidden = await HiddenAsync(ns, release, metas, cancellation).ConfigureAwait(false);
        return hidden.Select(more => (IReadOnlyList<RecordMeta>)[.. metas.Concat(more).OrderByDescending(meta => meta.Revision)]);
    }

    private async Task<KubeResult<IReadOnlyList<RecordMeta>>> ListLabelledAsync(
        string ns,
        string release,
        bool fromCache,
        CancellationToken cancellation
    )
    {
        var answer = await client
            .ListMetadataAsync(Type, ns, new ListOptions { LabelSelector = $"name={release}", FromCache = fromCache }, cancellation)
            .ConfigureAwait(false);
        return answer.Select(list => NewestFirst(list.Items));
    }

    /// <summary>
    /// Records that no query by the release's labels finds, but which have the name of the next revision: after the newest, and
    /// after the one that is the newest without the stuck ones. Read by name, because a query would have to read the whole namespace.
    /// </summary>
    private async Task<KubeResult<IReadOnlyList<RecordMeta>>> HiddenAsync(
        string ns,
        string release,
        IReadOnlyList<RecordMeta> metas,
        CancellationToken cancellation
    )
    {
        var seen = metas.Where(meta => meta.IsSeenByHelm(release)).ToList();
        if (seen.Count == 0)
            return new KubeResult<IReadOnlyList<RecordMeta>>.Ok([]);
        var below = seen.FirstOrDefault(meta => !ReleaseStatus.IsStuck(meta.LabelStatus));
        var names = new[] { seen[0].Revision + 1, (below?.Revision ?? 0) + 1 }
            .Select(revision => RecordName.Of(release, revision))
            .Distinct(StringComparer.Ordinal)
            .Where(name => metas.All(meta => meta.ObjectName != name));
        var answers = await names
            .AskEachAsync(SideBySide.SmallAnswers, name => client.GetMetadataAsync(Type, ns, name, cancellation), cancellation)
            .ConfigureAwait(false);
        // A user who may read only records with certain names cannot see others: then the labels decide.
        return
            answers.FirstOrDefault(answer => answer.Error is { Kind: not (KubeErrorKind.NotFound or KubeErrorKind.Forbidden) })?.Error
                is { } error
            ? error
            : new KubeResult<IReadOnlyList<RecordMeta>>.Ok([
                .. answers
                    .Select(answer => answer.ValueOrDefault)
                    .OfType<ObjectMeta>()
                    .Select(meta => RecordMeta.From(Driver, meta))
                    .OfType<RecordMeta>(),
            ]);
    }

    /// <summary>Reads and decodes one record; an unchanged one is not downloaded again.</summary>
    public async Task<KubeResult<ReleaseRecord>> ReadAsync(RecordMeta meta, CancellationToken cancellation)
    {
        if (read.TryGetValue((meta.Uid, meta.ResourceVersion), out var known))
            return known;
        var answer = await client.GetAsync(Type, meta.Namespace, meta.ObjectName, cancellation).ConfigureAwait(false);
        if (answer is not KubeResult<KubeObject>.Ok { Value: var found })
            return answer.Error!;
        if (PayloadDecoder.FromObject(Driver, found) is not { } record)
            return new KubeError(
                KubeErrorKind.BadAnswer,
                $"error: {Type.Plural} \"{meta.ObjectName}\" in {meta.Namespace} is not a release record"
            );
        if (read.Count >= MostKept)
            read.Clear();
        read[(record.Meta.Uid, record.Meta.ResourceVersion)] = record;
        return record;
    }

    /// <summary>
    /// The digest of a record's user-supplied values; null if they cannot be read, or if the object is no longer the one that
    /// <paramref name="meta"/> describes.
    /// </summary>
    public async Task<string?> ValuesDigestAsync(RecordMeta meta, CancellationToken cancellation)
    {
        var answer = await client.GetAsync(Type, meta.Namespace, meta.ObjectName, cancellation).ConfigureAwait(false);
        return
            answer is KubeResult<KubeObject>.Ok { Value: var found }
            && (found.Meta.Uid, found.Meta.ResourceVersion) == (meta.Uid, meta.ResourceVersion)
            ? PayloadValues.Digest(Driver, found)
            : null;
    }

    /// <summary>
    /// The records with the payloads that Helm's next step depends on: from the newest down to the first that is neither pending nor
    /// undecodable, and the newest that is labelled deployed (the next upgrade's base). With <paramref name="everything"/>: all of them.
    /// </summary>
    public async Task<KubeResult<IReadOnlyList<ReleaseRecord>>> ReadHistoryAsync(
        string ns,
        string release,
        bool everything,
        CancellationToken cancellation,
        bool fromCache = false
    )
    {
        var listed = await ListLabelledAsync(ns, release, fromCache, cancellation).ConfigureAwait(false);
        if (listed is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var metas })
            return listed.Error!;
        // In parallel: over a slow line each round trip counts.
        var hidden = HiddenAsync(ns, release, metas, cancellation);
        var read = await ReadPayloadsAsync(metas, everything, cancellation).ConfigureAwait(false);
        var unseen = await hidden.ConfigureAwait(false);
        if (unseen is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var more })
            return unseen.Error!;
        if (read is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var history } || more.Count == 0)
            return read;
        var unlabelled = await ReadPayloadsAsync(more, everything: true, cancellation).ConfigureAwait(false);
        return unlabelled.Select(others =>
            (IReadOnlyList<ReleaseRecord>)[.. history.Concat(others).OrderByDescending(record => record.Revision)]
        );
    }

    private async Task<KubeResult<IReadOnlyList<ReleaseRecord>>> ReadPayloadsAsync(
        IReadOnlyList<RecordMeta> metas,
        bool everything,
        CancellationToken cancellation
    )
    {
        var payloads = new Dictionary<string, ReleaseRecord>(StringComparer.Ordinal);
        var owned = metas.Where(meta => meta.OwnedByHelm).ToList();
        // The first two and the one labelled deployed are nearly always needed: read in parallel, they cost one round trip.
        var first = everything
            ? owned
            : owned
                .Take(2)
                .Concat(owned.Where(meta => meta.LabelStatus == ReleaseStatus.Deployed).Take(1))
                .DistinctBy(meta => meta.ObjectName)
                .ToList();
        if (await ReadInto(payloads, first, cancellation).ConfigureAwait(false) is { } failed)
            return failed;
        foreach (var meta in owned)
        {
            if (!payloads.ContainsKey(meta.ObjectName) && await ReadInto(payloads, [meta], cancellation).ConfigureAwait(false) is { } error)
                return error;
            var known = payloads.GetValueOrDefault(meta.ObjectName);
            // Who may not get one record may not get the others either, most often.
            if (
                known is { Payload: RecordPayload.Refused }
                || (known is { Release: { } release } && !ReleaseStatus.IsStuck(release.Status))
            )
                break;
        }
        List<ReleaseRecord> history =
        [
            .. metas
                .Select(meta => payloads.GetValueOrDefault(meta.ObjectName) ?? new ReleaseRecord(meta, RecordPayload.NotRead.Instance))
                // Helm neither reads such an object nor stumbles over its name.
                .Where(record => record.IsDecodable || record.Meta.IsNamedByHelm)
                .OrderByDescending(record => record.Revision),
        ];
        return new KubeResult<IReadOnlyList<ReleaseRecord>>.Ok(history);
    }

    /// <summary>Metadata as records, newest first; objects that are none by their names and labels are left out.</summary>
    public IReadOnlyList<RecordMeta> NewestFirst(IReadOnlyList<ObjectMeta> items) =>
        [.. items.Select(item => RecordMeta.From(Driver, item)).OfType<RecordMeta>().OrderByDescending(meta => meta.Revision)];

    /// <summary>
    /// The records of each release, newest first. A record without a name label is in no release's history (Helm: storage.go History), and
    /// of one under a foreign name the metadata cannot tell whether Helm could read it.
    /// </summary>
    public IEnumerable<IReadOnlyList<RecordMeta>> Histories(IReadOnlyList<ObjectMeta> items) =>
        NewestFirst(items)
            .Where(meta => meta is { HasNameLabel: true, IsNamedByHelm: true })
            .GroupBy(meta => (meta.Namespace, meta.Release))
            .Select(group => group.ToList());

    /// <summary>Of all records, the newest of each release: what a list of releases needs.</summary>
    public NewestOnly NewestOfEach =>
        new(
            item =>
                RecordMeta.From(Driver, item) is { HasNameLabel: true, IsNamedByHelm: true } meta
                    ? $"{meta.Namespace}/{meta.Release}"
                    : null,
            item => RecordMeta.From(Driver, item)?.Revision ?? 0
        );

    private async Task<KubeError?> ReadInto(
        Dictionary<string, ReleaseRecord> payloads,
        IReadOnlyList<RecordMeta> metas,
        CancellationToken cancellation
    )
    {
        var answers = await metas
            .AskEachAsync(
                SideBySide.Payloads,
                async meta => (meta, answer: await ReadAsync(meta, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        foreach (var (meta, answer) in answers)
        {
            // Deleted between list and read: the next read shows why; until then the list is right.
            if (answer is KubeResult<ReleaseRecord>.Ok { Value: var record })
                payloads[meta.ObjectName] = record;
            else if (answer.Error is { Kind: KubeErrorKind.Forbidden } refused)
                payloads[meta.ObjectName] = new ReleaseRecord(meta, new RecordPayload.Refused(refused.Message));
            else if (answer.Error is { Kind: not KubeErrorKind.NotFound } error)
                return error;
        }
        return null;
    }
}
