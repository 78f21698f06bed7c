using System.Collections.Concurrent;
using Helmstuck.Helm;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Reads release records: metadata of many, payloads of few. A payload is downloaded once for each uid and resourceVersion.</summary>
internal sealed class RecordReader(KubeClient client, StorageDriver driver)
{
    /// <summary>Payloads that are kept, a few hundred KB each: a long watch over a large cluster must not gather them all.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(string Uid, string ResourceVersion), ReleaseRecord> read = new();

    public StorageDriver Driver { get; } = driver;

    public ResourceType Type => TypeOf(Driver);

    public static ResourceType TypeOf(StorageDriver driver) => driver == StorageDriver.Secret ? ResourceType.Secrets : ResourceType.ConfigMaps;

    /// <summary>
    /// Metadata of every record filed under the release, newest first; also of those that lost their owner label, since their names stay taken.
    /// A consistent read, which costs the API server the reading of every record in the namespace, unless <paramref name="fromCache"/>.
    /// </summary>
    public async Task<KubeResult<IReadOnlyList<RecordMeta>>> ListAsync(string ns, string release, CancellationToken cancellation, bool fromCache = false)
    {
        var answer = await client.ListMetadataAsync(Type, ns, new ListOptions { LabelSelector = $"name={release}", FromCache = fromCache }, cancellation).ConfigureAwait(false);
        return answer.Select(list => NewestFirst(list.Items));
    }

    /// <summary>Reads and decodes one record; what is unchanged since it was read last is not downloaded again.</summary>
    public async Task<KubeResult<ReleaseRecord>> ReadAsync(RecordMeta meta, CancellationToken cancellation)
    {
        if (read.TryGetValue((meta.Uid, meta.ResourceVersion), out var known))
            return known;
        var answer = await client.GetAsync(Type, meta.Namespace, meta.ObjectName, cancellation).ConfigureAwait(false);
        if (answer is not KubeResult<KubeObject>.Ok { Value: var found })
            return answer.Error!;
        if (PayloadDecoder.FromObject(Driver, found) is not { } record)
            return new KubeError(KubeErrorKind.BadAnswer, $"error: {Type.Plural} \"{meta.ObjectName}\" in {meta.Namespace} is not a release record");
        if (read.Count >= MostKept)
            read.Clear();
        read[(record.Meta.Uid, record.Meta.ResourceVersion)] = record;
        return record;
    }

    /// <summary>
    /// The records with as many payloads as Helm's next step depends on: from the newest down to the first that is neither pending nor undecodable,
    /// and the newest that is labelled deployed (the next upgrade's base). With <paramref name="everything"/>: all of them.
    /// </summary>
    public async Task<KubeResult<IReadOnlyList<ReleaseRecord>>> ReadHistoryAsync(string ns, string release, bool everything, CancellationToken cancellation, bool fromCache = false)
    {
        var listed = await ListAsync(ns, release, cancellation, fromCache).ConfigureAwait(false);
        if (listed is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var metas })
            return listed.Error!;
        return await ReadPayloadsAsync(metas, everything, cancellation).ConfigureAwait(false);
    }

    /// <summary>As <see cref="ReadHistoryAsync"/>, for records that were listed already.</summary>
    public async Task<KubeResult<IReadOnlyList<ReleaseRecord>>> ReadPayloadsAsync(IReadOnlyList<RecordMeta> metas, bool everything, CancellationToken cancellation)
    {
        var payloads = new Dictionary<string, ReleaseRecord>(StringComparer.Ordinal);
        var owned = metas.Where(meta => meta.OwnedByHelm).ToList();
        // The first two and the label-deployed one are needed nearly always: asked side by side, they cost one round trip.
        var first = everything ? owned : owned.Take(2).Concat(owned.Where(meta => meta.LabelStatus == ReleaseStatus.Deployed).Take(1)).DistinctBy(meta => meta.ObjectName).ToList();
        if (await ReadInto(payloads, first, cancellation).ConfigureAwait(false) is { } failed)
            return failed;
        foreach (var meta in owned)
        {
            if (!payloads.ContainsKey(meta.ObjectName) && await ReadInto(payloads, [meta], cancellation).ConfigureAwait(false) is { } error)
                return error;
            if (payloads.GetValueOrDefault(meta.ObjectName) is { Release: { } release } && !ReleaseStatus.IsStuck(release.Status))
                break;
        }
        List<ReleaseRecord> history = [.. metas
            .Select(meta => payloads.GetValueOrDefault(meta.ObjectName) ?? new ReleaseRecord(meta, RecordPayload.NotRead.Instance))
            .OrderByDescending(record => record.Revision)];
        return new KubeResult<IReadOnlyList<ReleaseRecord>>.Ok(history);
    }

    /// <summary>Metadata as records, newest first; objects whose names are not Helm's are left out.</summary>
    public IReadOnlyList<RecordMeta> NewestFirst(IReadOnlyList<ObjectMeta> items) =>
        [.. items.Select(item => RecordMeta.From(Driver, item)).OfType<RecordMeta>().OrderByDescending(meta => meta.Revision)];

    private async Task<KubeError?> ReadInto(Dictionary<string, ReleaseRecord> payloads, IReadOnlyList<RecordMeta> metas, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(4);
        var answers = await Task.WhenAll(metas.Select(async meta =>
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return (meta, answer: await ReadAsync(meta, cancellation).ConfigureAwait(false));
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        foreach (var (meta, answer) in answers)
        {
            // Gone between list and read: the next look sees why; the list's word stands until then.
            if (answer is KubeResult<ReleaseRecord>.Ok { Value: var record })
                payloads[meta.ObjectName] = record;
            else if (answer.Error is { Kind: not KubeErrorKind.NotFound } error)
                return error;
        }
        return null;
    }
}
