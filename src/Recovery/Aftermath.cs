using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>Finds out the results of runs on this cluster that were interrupted between their intent and their result.</summary>
internal sealed class Aftermath(KubeClient client, Surveyor surveyor, StateFolder folder, TimeProvider time)
{
    private const string Interrupted = "an earlier run was interrupted:";

    private readonly Journal journal = new(folder, time);
    private readonly RecordWriter writer = new(client, time);

    /// <summary>
    /// A line for each such intent. One read of the record's metadata shows the result, which is journalled; an unknown result is checked
    /// again at the next start. Sends nothing if every intent has its result, or while another run is at work.
    /// </summary>
    public async Task<IReadOnlyList<string>> SettleAsync(CancellationToken cancellation)
    {
        if (Unsettled().Count == 0)
            return [];
        var lines = new List<string>();
        try
        {
            using var reserved = folder.ReserveRuns();
            foreach (var intent in reserved is null ? [] : Unsettled())
            {
                cancellation.ThrowIfCancellationRequested();
                lines.Add(await SettleAsync(intent).ConfigureAwait(false));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            lines.Add($"error: the result of an earlier run could not be journalled: {failure.Message}");
        }
        return lines;
    }

    private IReadOnlyList<UnsettledIntent> Unsettled() => JournalReader.Unsettled(folder.Journal, client.Target.ServerHost);

    private async Task<string> SettleAsync(UnsettledIntent intent)
    {
        var write = new RecordWrite(intent.Kind, DriverOf(intent), intent.Namespace, intent.Record, intent.Uid, intent.ResourceVersion);
        var look = await writer.LookAsync(write).ConfigureAwait(false);
        var seen = write.Seen(look);
        var mayArrive = seen == Sight.Unchanged && JournaledAction.MayStillArrive(intent.At, time.GetUtcNow());
        var line = seen switch
        {
            Sight.Done when intent.Kind == JournaledActionKind.Delete =>
                $"{Interrupted} {write.Effect}; restore with: {BackupStore.At(intent.Backup, intent.Record, 0).RestoreCommand}",
            Sight.Done => $"{Interrupted} {write.Effect} ({write.Noun} in {intent.Namespace})",
            Sight.Unchanged when mayArrive =>
                $"{Interrupted} {write.Before} ({write.Noun} in {intent.Namespace}), but {write.Request} may still arrive",
            Sight.Unchanged => $"{Interrupted} nothing was changed ({write.Noun} in {intent.Namespace}: {write.Before})",
            _ => $"{Interrupted} {write.NotKnown(client.Target.Context)}",
        };
        // Only an answer of the cluster is a result.
        if (look.Error is { Kind: not KubeErrorKind.NotFound })
            return line;
        journal.Write(
            JournalReader.ResultOf(intent.Kind),
            new Journal.Actor(intent.User, client.Target.Context, client.Target.ServerHost),
            new RecordMeta
            {
                Driver = write.Driver,
                Namespace = write.Namespace,
                ObjectName = write.Name,
                Uid = write.Uid,
                ResourceVersion = write.ResourceVersion,
                Release = "",
                LabelStatus = "",
                Revision = 0,
                OwnedByHelm = true,
            },
            [],
            null,
            intent.Backup,
            new Journal.Result(
                seen == Sight.Unchanged && !mayArrive ? "failed" : "unverified",
                seen switch
                {
                    Sight.Done => true,
                    Sight.Unchanged when !mayArrive => false,
                    _ => null,
                },
                [line]
            )
        );
        return line;
    }

    /// <summary>The kind of the object is not in the journal, but in the backup.</summary>
    private StorageDriver DriverOf(UnsettledIntent intent) =>
        (
            BackupStore.IsEncrypted(intent.Backup)
                ? BackupStore.ReadMeta(intent.Backup).Meta?.Encryption?.Kind
                : BackupStore.Read(intent.Backup).Backup?.Object.Kind
        ) switch
        {
            "Secret" => StorageDriver.Secret,
            "ConfigMap" => StorageDriver.ConfigMap,
            _ => surveyor.Records.Driver,
        };
}
