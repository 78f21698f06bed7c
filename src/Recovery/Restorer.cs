using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>Restores a deleted record from its backup, on the cluster that it came from, if its name is still free.</summary>
internal sealed class Restorer(KubeClient client, Surveyor surveyor, StateFolder folder, TimeProvider time)
{
    private const string NothingChanged = "nothing was changed";

    private readonly Journal journal = new(folder, time);
    private readonly RecordWriter writer = new(client, time);

    /// <summary>Receives every write from its intent to its result.</summary>
    public WriteUnderWay UnderWay { get; init; } = new();

    /// <summary>Receives the notice that an answer is being waited for; not set: it goes where the client's notices go.</summary>
    public Action<string> Waiting
    {
        set => writer.Waiting = value;
    }

    /// <summary>The backups that can be restored, one per line, newest first.</summary>
    public IReadOnlyList<string> Choices() =>
        [
            .. new BackupCatalog(folder)
                .All()
                .Where(backup => backup.Problem is null)
                .Select(backup =>
                    $"{BackupStore.At(backup.Path, backup.Meta!.Record, backup.Meta.Revision).RestoreCommand}  "
                    + $"# {backup.Meta.Release} revision {backup.Meta.Revision} in {backup.Meta.Namespace} on {backup.Meta.Context}, "
                    + PlainText.Rfc3339(backup.Time)
                ),
        ];

    /// <summary>Throws <see cref="OperationCanceledException"/> only before anything was sent.</summary>
    public async Task<RecoveryOutcome> RunAsync(string file, CancellationToken cancellation, RestoreScope? scope = null)
    {
        // The journal must be valid from any folder.
        var path = Path.GetFullPath(file);
        var (backup, problem) = BackupStore.Read(path);
        return backup is null ? Failed(problem!) : await RunAsync(backup, scope, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same for a backup of this run, which needs not be decrypted.</summary>
    public async Task<RecoveryOutcome> RunAsync(Backup backup, CancellationToken cancellation)
    {
        if (backup.Plain is not { } plain)
            return await RunAsync(backup.Path, cancellation).ConfigureAwait(false);
        var (stored, problem) = BackupStore.Read(backup.Path, plain);
        return stored is null ? Failed(problem!) : await RunAsync(stored, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same for the decrypted content of an encrypted backup of this machine, which is found by its digest.</summary>
    public async Task<RecoveryOutcome> RunAsync(Stream decrypted, RestoreScope scope, CancellationToken cancellation)
    {
        const string name = "standard input";
        try
        {
            var (content, error) = StrictJson.Bytes(name, decrypted);
            if (content is not { } plain)
                return Failed(error!, NothingChanged);
            if (new BackupCatalog(folder).Find(plain.Span) is not { } found)
                return Failed(
                    $"error: {name} is not the decrypted content of an encrypted backup under {folder.Backups}; nothing was changed",
                    "a backup of another machine: decrypt it into FILE.json beside its FILE.meta.json, and restore FILE.json"
                );
            var (stored, problem) = BackupStore.Read(found.Path, plain);
            return stored is null ? Failed(problem!) : await RunAsync(stored, scope, cancellation).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            return Failed($"error: cannot read {name}: {failure.Message}", NothingChanged);
        }
    }

    private async Task<RecoveryOutcome> RunAsync(StoredBackup backup, RestoreScope? scope, CancellationToken cancellation)
    {
        var path = backup.Path;
        if ((scope ?? RestoreScope.Any).Mismatch(backup.Meta) is { } mismatch)
            return Failed(mismatch, NothingChanged);
        var (body, unfit) = RestoreBody.Of(backup.Object);
        if (body is null)
            return Failed($"error: {path} holds an object that {unfit}; nothing was changed");
        var clusterUid = await surveyor.ClusterUidAsync(cancellation).ConfigureAwait(false);
        if (WrongCluster(backup.Meta, clusterUid) is { } wrong)
            return Failed(wrong);
        var meta = backup.Object.Meta;
        var type = backup.Object.Kind == "Secret" ? ResourceType.Secrets : ResourceType.ConfigMaps;
        var driver = backup.Object.Kind == "Secret" ? StorageDriver.Secret : StorageDriver.ConfigMap;
        if (RecordMeta.From(driver, meta) is not { } record)
            return Failed($"error: {path} holds {type.Plural} \"{meta.Name}\", which is not a release record");
        if (backup.Meta.Record != meta.Name || backup.Meta.Namespace != meta.Namespace)
            return Failed(
                $"error: {StateFolder.MetaPath(path)} describes {backup.Meta.Record} in {backup.Meta.Namespace}, not the backup beside "
                    + $"it; nothing was changed"
            );

        var taken = await client.GetMetadataAsync(type, meta.Namespace, meta.Name, cancellation).ConfigureAwait(false);
        if (taken.ValueOrDefault is not null)
            return Failed(
                $"error: {type.Plural} \"{meta.Name}\" exists in {meta.Namespace}: its name is not free, and nothing was changed"
            );
        if (taken.Error is { Kind: not KubeErrorKind.NotFound } unreadable)
            return Failed(unreadable.Message);

        var actor = await Journal.Actor.OfAsync(client, cancellation).ConfigureAwait(false);
        // The last point to stop: an intent in the journal must be followed by its result.
        cancellation.ThrowIfCancellationRequested();
        IDisposable? held = null;
        try
        {
            held = folder.HoldRun();
            journal.Write("restore-intent", actor, record, [], null, path, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            // kubectl cannot read an encrypted file.
            var readable = !BackupStore.IsEncrypted(path);
            return Failed(folder.Unwritable("the journal", failure, withCommands: readable)) with
            {
                Commands = readable ? KubectlCommands.ToRestore(client.Target.Context, path) : [],
            };
        }
        var write = RecordWrite.To(JournaledActionKind.Restore, record);
        using var run = held;
        using var end = UnderWay.Begin([write.NotKnown(client.Target.Context)]);
        var truth = await writer
            .WriteAsync(
                write,
                async token => (await client.CreateAsync(type, meta.Namespace, body.Json, DryRun.None, token).ConfigureAwait(false)).Error
            )
            .ConfigureAwait(false);
        var outcome = truth switch
        {
            WriteTruth.Applied { Line: var line } => await VerifyAsync(record, [line, .. body.Remarks]).ConfigureAwait(false),
            WriteTruth.NotApplied { Error: var refused } => Failed(refused.Message, NothingChanged),
            _ => new RecoveryOutcome.Unverified { Lines = ((WriteTruth.Unknown)truth).Lines },
        };
        try
        {
            journal.Write(
                "restore-result",
                actor,
                record,
                [],
                null,
                path,
                new Journal.Result(Journal.WordFor(outcome), truth.IsApplied, outcome.Lines)
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. outcome.Lines, $"error: the result could not be journalled in {folder.Journal}: {failure.Message}"],
                After = outcome.After,
            };
        }
        return outcome;
    }

    private async Task<RecoveryOutcome> VerifyAsync(RecordMeta record, IReadOnlyList<string> lines)
    {
        // The backup contains the record's kind, whatever the driver of this run.
        var records = record.Driver == surveyor.Records.Driver ? surveyor.Records : new RecordReader(client, record.Driver);
        var history = await writer
            .AnswerAsync(token => records.ReadHistoryAsync(record.Namespace, record.Release, everything: false, token), static late => late)
            .ConfigureAwait(false);
        if (history is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var all })
            return new RecoveryOutcome.Unverified { Lines = [.. lines, $"could not read what Helm thinks now: {history.Error!.Message}"] };
        var after = Forecaster.Of(record.Release, all);
        return new RecoveryOutcome.Done { Lines = [.. lines, OutlookText.Now(record.Release, after)], After = after };
    }

    private string? WrongCluster(BackupMeta backup, string clusterUid)
    {
        if (backup.ClusterUid.Length > 0 && clusterUid.Length > 0)
            return backup.ClusterUid == clusterUid
                ? null
                : $"error: the backup belongs to another cluster: {backup.Server} (context {backup.Context}), not "
                    + $"{client.Target.ServerHost}; nothing was changed";
        // For a user who may not read kube-system, the server's address must match.
        return backup.Server == client.Target.ServerHost
            ? null
            : $"error: the backup was made on {backup.Server} (context {backup.Context}); could not determine whether "
                + $"{client.Target.ServerHost} is the same cluster; nothing was changed";
    }

    private static RecoveryOutcome.Failed Failed(params string[] lines) => new() { Lines = lines };
}
