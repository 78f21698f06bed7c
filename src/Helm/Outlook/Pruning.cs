using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// What Helm deletes before it writes the next record of an upgrade or rollback (Helm: storage.go removeLeastRecent): the oldest, until one
/// fewer than the limit is left, except the newest whose label says deployed. Corrupt records are neither counted nor deleted.
/// </summary>
/// <param name="Revisions">The revisions to be deleted, oldest first, by the numbers in their payloads.</param>
/// <param name="Error">The error that then stops the command: the objects are looked up by number and may not exist.</param>
internal sealed record Pruning(IReadOnlyList<long> Revisions, HelmError? Error)
{
    /// <param name="store">The records as Helm sees them.</param>
    /// <param name="limit">The limit of the history, including the record to be written.</param>
    public static Pruning Of(RecordStore store, int limit)
    {
        var surplus = store.History.Count - (limit - 1);
        if (surplus <= 0)
            return new Pruning([], null);
        var gone = store
            .ByRevision.Where(record => record.Revision != store.Deployed?.Revision)
            .Take(surplus)
            .Select(record => record.Revision)
            .ToList();
        return new Pruning(gone, Failure(store, gone));
    }

    private static HelmError? Failure(RecordStore store, List<long> gone)
    {
        var errors = new List<HelmError>();
        var deleted = new HashSet<long>();
        foreach (var revision in gone)
        {
            if (store.Get(revision) is not { } found || deleted.Contains(revision))
                errors.Add(HelmErrorText.NotFound);
            else if (found.Payload is RecordPayload.Undecodable { Reason: var reason })
                errors.Add(HelmErrorText.NotDecoded(store.Driver, found.Meta.ObjectName, reason));
            else
                deleted.Add(revision);
        }
        if (errors.Count == 0 || errors is [var only] && only == HelmErrorText.NotFound)
            return null;
        var all = errors is [var one] ? one : HelmErrorText.NotPruned(errors.Count, errors[0]);
        var crash = errors.FirstOrDefault(error => error.Helm3 == HelmErrorText.Crash.Helm3)?.Helm3;
        return new HelmError(crash ?? all.Helm3, errors[0] == HelmErrorText.NotFound ? "" : all.Helm4);
    }
}
