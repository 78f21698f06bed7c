using System.Text.Json;
using Helmstuck.Helm;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>
/// Acts on a confirmed plan: gate, re-read, back up, journal, send with preconditions, verify, journal. Until the intent is journalled the caller may
/// cancel; from then on it runs to its end, bounded by the request timeout.
/// </summary>
internal sealed partial class Recoverer(KubeClient client, Surveyor surveyor, StateFolder folder, TimeProvider time)
{
    /// <summary>A Review older than this is read again before anything is decided by it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly BackupStore backups = new(folder, time);
    private readonly Journal journal = new(folder, time);

    /// <summary>Where the backups of a plan's records would be written now, newest revision first.</summary>
    public IReadOnlyList<string> BackupPaths(RecoveryPlan plan) =>
        [.. plan.Records.Select(record => backups.PathNow(plan.Review.Context, plan.Review.Namespace, record.Meta.ObjectName))];

    /// <summary>Carries the plan out. Throws <see cref="OperationCanceledException"/> only before anything was sent.</summary>
    public async Task<RecoveryOutcome> RunAsync(RecoveryRequest request, Action<RecoveryStep> step, CancellationToken cancellation)
    {
        var plan = request.Plan;
        step(RecoveryStep.Rereading);
        var review = plan.Review;
        if (review.ReadAt is not { } readAt || time.GetUtcNow() - readAt > Fresh)
            review = await surveyor.ReviewAsync(review.Namespace, review.Release, new ReviewOptions(), static _ => { }, cancellation).ConfigureAwait(false);
        var changed = await FindChangeAsync(plan, cancellation).ConfigureAwait(false);
        if (changed is not null)
            return changed;
        var gate = Gate.Decide(review.Checks, request.Consent);
        if (!gate.Open)
            return new RecoveryOutcome.Blocked(gate.Blocking) { Lines = BlockedLines(gate, ReferenceEquals(review, plan.Review)) };

        var raws = new List<(ReleaseRecord Record, byte[] Raw)>();
        foreach (var record in plan.Records)
        {
            var raw = await client.GetRawAsync(surveyor.Records.Type, record.Meta.Namespace, record.Meta.ObjectName, cancellation).ConfigureAwait(false);
            if (raw is not KubeResult<byte[]>.Ok { Value: var bytes })
                return raw.Error!.Kind == KubeErrorKind.NotFound ? Gone(record) : Nothing(raw.Error.Message);
            if (Differs(record.Meta, bytes) is { } difference)
                return new RecoveryOutcome.Changed { Lines = [difference, "nothing was changed; look at the release again"] };
            raws.Add((record, bytes));
        }
        if (request.DryRun == DryRunMode.Client)
            return new RecoveryOutcome.Done { Lines = [.. plan.Records.Select(record => $"{Noun(record)} would be {Done(plan.Remedy)} (dry run)"), plan.Next] };
        if (request.DryRun == DryRunMode.Server)
            return await DryRunAsync(plan, raws, cancellation).ConfigureAwait(false);
        return await CarryOutAsync(plan, review, gate, raws, step, cancellation).ConfigureAwait(false);
    }

    private async Task<RecoveryOutcome> DryRunAsync(RecoveryPlan plan, List<(ReleaseRecord Record, byte[] Raw)> raws, CancellationToken cancellation)
    {
        foreach (var (record, raw) in raws)
        {
            if (await SendAsync(plan.Remedy, record, raw, DryRun.Server, cancellation).ConfigureAwait(false) is { } error)
                return error.Kind switch
                {
                    KubeErrorKind.NotFound => Gone(record),
                    KubeErrorKind.Conflict => await ConflictAsync(record, cancellation).ConfigureAwait(false),
                    _ => Nothing(error.Message),
                };
        }
        return new RecoveryOutcome.Done { Lines = [.. plan.Records.Select(record => $"{Noun(record)} {Done(plan.Remedy)} (server dry run)"), plan.Next] };
    }

    private async Task<RecoveryOutcome> CarryOutAsync(RecoveryPlan plan, Review review, GateDecision gate, List<(ReleaseRecord Record, byte[] Raw)> raws, Action<RecoveryStep> step, CancellationToken cancellation)
    {
        var actor = await ActorAsync(cancellation).ConfigureAwait(false);
        var clusterUid = await surveyor.ClusterUidAsync(cancellation).ConfigureAwait(false);
        var written = new List<Backup>();
        try
        {
            step(RecoveryStep.BackingUp);
            foreach (var (record, raw) in raws)
                written.Add(backups.Write(new BackupMeta(review.Context, review.Server, clusterUid, actor.User, review.Namespace, review.Release, record.Meta.ObjectName, record.Revision), raw));
            step(RecoveryStep.Journalling);
            for (var index = 0; index < raws.Count; index++)
                journal.Write(plan.Remedy == Remedy.Delete ? "delete-intent" : "mark-failed-intent", actor, raws[index].Record.Meta, review.Checks, gate, written[index].Path, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RecoveryOutcome.Failed { Lines = [$"error: the backup or the journal could not be written under {folder.Root}: {failure.Message}", "nothing was sent to the cluster; make the folder writable or set XDG_STATE_HOME"], Backups = written };
        }
        cancellation.ThrowIfCancellationRequested();

        // From here on no cancellation: a delete that may have been sent must end in the journal.
        step(RecoveryStep.Sending);
        var lines = new List<string>();
        var sent = 0;
        RecoveryOutcome? stopped = null;
        foreach (var (record, raw) in raws)
        {
            stopped = await SendForRealAsync(plan.Remedy, record, raw, lines).ConfigureAwait(false);
            if (stopped is not null)
                break;
            sent++;
        }
        if (stopped is not null && sent == 0 && stopped is not RecoveryOutcome.Unverified)
            return Journalled(stopped with { Backups = written }, actor, plan, written);

        step(RecoveryStep.Verifying);
        var outcome = await VerifyAsync(plan, lines, written, stopped).ConfigureAwait(false);
        outcome = Journalled(outcome, actor, plan, written);
        step(RecoveryStep.Done);
        return outcome;
    }

    private async Task<RecoveryOutcome?> SendForRealAsync(Remedy remedy, ReleaseRecord record, byte[] raw, List<string> lines)
    {
        var error = await SendAsync(remedy, record, raw, DryRun.None, CancellationToken.None).ConfigureAwait(false);
        if (error is null)
        {
            lines.Add($"{Noun(record)} {Done(remedy)}");
            return null;
        }
        if (error.CertainlyNotApplied)
            return error.Kind switch
            {
                KubeErrorKind.NotFound => Gone(record),
                KubeErrorKind.Conflict => await ConflictAsync(record, CancellationToken.None).ConfigureAwait(false),
                _ => Nothing(error.Message),
            };
        // Whether the server acted is not known: only reading the record tells.
        var look = await client.GetMetadataAsync(surveyor.Records.Type, record.Meta.Namespace, record.Meta.ObjectName, CancellationToken.None).ConfigureAwait(false);
        if (look.Error is { Kind: KubeErrorKind.NotFound } && remedy == Remedy.Delete)
        {
            lines.Add($"the connection broke while deleting ({error.Message}); the record is gone");
            return null;
        }
        if (look.ValueOrDefault is { } meta && meta.Uid == record.Meta.Uid && meta.ResourceVersion == record.Meta.ResourceVersion)
            return Nothing($"{error.Message}; the record is still there, unchanged");
        return new RecoveryOutcome.Unverified { Lines = [$"{error.Message}; whether {record.Meta.ObjectName} was {Done(remedy)} could not be found out: {look.Error?.Message ?? "it has changed since"}"] };
    }

    private async Task<KubeError?> SendAsync(Remedy remedy, ReleaseRecord record, byte[] raw, DryRun dryRun, CancellationToken cancellation)
    {
        var meta = record.Meta;
        if (remedy == Remedy.Delete)
            return (await client.DeleteAsync(surveyor.Records.Type, meta.Namespace, meta.ObjectName, new Preconditions(meta.Uid, meta.ResourceVersion), dryRun, cancellation).ConfigureAwait(false)).Error;
        if (PayloadEditor.MarkFailed(meta.Driver, raw, $"Marked failed by kubectl helmstuck: it was left {record.Status}") is not PayloadEdit<byte[]>.Done { Value: var edited })
            return new KubeError(KubeErrorKind.Invalid, $"error: {meta.ObjectName} cannot be marked failed: its payload cannot be decoded");
        return (await client.ReplaceAsync(surveyor.Records.Type, meta.Namespace, meta.ObjectName, edited, dryRun, cancellation).ConfigureAwait(false)).Error;
    }

    private RecoveryOutcome Journalled(RecoveryOutcome outcome, Journal.Actor actor, RecoveryPlan plan, List<Backup> written)
    {
        try
        {
            for (var index = 0; index < plan.Records.Count; index++)
                journal.Write(plan.Remedy == Remedy.Delete ? "delete-result" : "mark-failed-result", actor, plan.Records[index].Meta, [], null, written[index].Path, Result(outcome), outcome.Lines);
            return outcome;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. outcome.Lines, $"error: the result could not be journalled in {folder.Journal}: {failure.Message}", .. written.Select(backup => $"put it back: {backup.RestoreCommand}")],
                Backups = outcome.Backups,
                After = outcome.After,
            };
        }
    }

    private async Task<Journal.Actor> ActorAsync(CancellationToken cancellation)
    {
        var who = await client.WhoAmIAsync(cancellation).ConfigureAwait(false);
        var name = who.ValueOrDefault is { } known ? (known.FromServer ? known.Name : $"{known.Name} (by kubeconfig)") : "unknown";
        return new Journal.Actor(name, client.Target.Context, client.Target.ServerHost);
    }

    private static string Result(RecoveryOutcome outcome) => outcome switch
    {
        RecoveryOutcome.Done => "done",
        RecoveryOutcome.Failed => "failed",
        RecoveryOutcome.Blocked => "blocked",
        RecoveryOutcome.Changed => "changed",
        _ => "unverified",
    };

    private static RecoveryOutcome.Failed Nothing(string message) => new() { Lines = [message, "nothing was changed"] };

    private static RecoveryOutcome.Changed Gone(ReleaseRecord record) =>
        new() { Lines = [$"{Noun(record)} is gone already: somebody else deleted it", "nothing was changed; look at the release again"] };

    private static string Noun(ReleaseRecord record) => $"{Spelling.Of(record.Meta.Driver).ToLowerInvariant()} \"{record.Meta.ObjectName}\"";

    private static string Done(Remedy remedy) => remedy == Remedy.Delete ? "deleted" : "marked failed";

    private static List<string> BlockedLines(GateDecision gate, bool asReviewed) =>
    [
        asReviewed ? "refused: a check blocks, and nothing was changed" : "refused: a check that was read again now blocks, and nothing was changed",
        .. gate.Blocking.Select(check => $"{check.Id}: {Spelling.Of(check.State)}: {check.Summary}"),
    ];
}
