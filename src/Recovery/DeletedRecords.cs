using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>The records that this program deleted from this machine, read from their backups.</summary>
internal sealed class DeletedRecords(StateFolder state)
{
    /// <summary>
    /// The newest record of the release that was deleted here and not restored; null if the journal has none, or its backup cannot be
    /// read.
    /// </summary>
    /// <param name="server">The API server's host and port, as the journal names the cluster.</param>
    public ReleaseRecord? Newest(string server, string ns, string release)
    {
        var gone = new Dictionary<string, JournaledAction>(StringComparer.Ordinal);
        foreach (var action in JournalReader.Read(state.Journal, server, ns, release).Actions.Where(action => action.Applied == true))
            if (action.Kind == JournaledActionKind.Delete)
                gone[action.Record] = action;
            else if (action.Kind == JournaledActionKind.Restore)
                gone.Remove(action.Record);
        return gone.Values.Select(action => Read(action.Backup)).OfType<ReleaseRecord>().MaxBy(record => record.Revision);
    }

    private static ReleaseRecord? Read(string path) =>
        path.Length > 0 && BackupStore.Read(path).Backup is { Object: var stored }
            ? PayloadDecoder.FromObject(stored.Kind == "Secret" ? StorageDriver.Secret : StorageDriver.ConfigMap, stored)
            : null;
}
