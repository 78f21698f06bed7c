using System.Text.Json;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

internal sealed partial class Recoverer
{
    /// <summary>
    /// Whether the release is still as reviewed: no newer record, and every record the same object in the same version. A base that was
    /// written since then means that a Helm is at its last writes: without its record it would leave no deployed one. Null: nothing
    /// changed.
    /// </summary>
    private async Task<RecoveryOutcome?> FindChangeAsync(RecoveryPlan plan, CancellationToken cancellation)
    {
        var listed = await surveyor.Records.ListAsync(plan.Review.Namespace, plan.Review.Release, cancellation).ConfigureAwait(false);
        if (listed is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var metas })
            return Nothing(listed.Error!.Message);
        var newest = metas.FirstOrDefault(meta => meta.IsSeenByHelm(plan.Review.Release));
        var reviewed = plan.Records[0].Meta;
        if (newest is not null && newest.Revision > reviewed.Revision)
            return new RecoveryOutcome.Changed
            {
                Lines =
                [
                    $"revision {newest.Revision} ({newest.LabelStatus}) is now the newest: Helm has run since the review; it was created "
                        + OtherHands.Creator(newest.Object),
                    LookAgain,
                ],
            };
        foreach (var record in plan.Records.Concat(plan.Review.History).DistinctBy(record => record.Meta.ObjectName))
        {
            if (metas.FirstOrDefault(meta => meta.ObjectName == record.Meta.ObjectName) is not { } now)
                return await GoneAsync(record, cancellation).ConfigureAwait(false);
            if (await Hands.DifferenceAsync(record.Meta, now, cancellation).ConfigureAwait(false) is { } difference)
                return new RecoveryOutcome.Changed { Lines = [difference, LookAgain] };
        }
        return metas.FirstOrDefault(meta => plan.Review.History.All(record => record.Meta.ObjectName != meta.ObjectName)) is { } added
            ? new RecoveryOutcome.Changed
            {
                Lines = [$"{added.ObjectName} was created after the review, {OtherHands.Creator(added.Object)}", LookAgain],
            }
            : null;
    }

    private async Task<RecoveryOutcome> ConflictAsync(ReleaseRecord record, CancellationToken cancellation)
    {
        var look = await client
            .GetMetadataAsync(surveyor.Records.Type, record.Meta.Namespace, record.Meta.ObjectName, cancellation)
            .ConfigureAwait(false);
        if (look.Error is { Kind: KubeErrorKind.NotFound })
            return await GoneAsync(record, cancellation).ConfigureAwait(false);
        var difference =
            look.ValueOrDefault is { } now && RecordMeta.From(record.Meta.Driver, now) is { } meta
                ? await Hands.DifferenceAsync(record.Meta, meta, cancellation).ConfigureAwait(false)
                : null;
        return new RecoveryOutcome.Changed
        {
            Lines = [difference ?? $"{Noun(record)} changed while it was being deleted {OtherHands.Unknown}", LookAgain],
        };
    }

    private async Task<RecoveryOutcome.Changed> GoneAsync(ReleaseRecord record, CancellationToken cancellation)
    {
        var meta = record.Meta;
        var who = await Hands.DeleterAsync(meta.Namespace, meta.ObjectName, meta.Uid, cancellation).ConfigureAwait(false);
        return new RecoveryOutcome.Changed { Lines = [$"{Noun(record)} was already deleted by another client; {who}", LookAgain] };
    }

    /// <summary>Who deleted the record of that revision, one clause; the release may have other records.</summary>
    public Task<string> DeleterAsync(Review review, long revision, CancellationToken cancellation) =>
        Hands.DeleterAsync(review.Namespace, RecordName.Of(review.Release, revision), null, cancellation);

    private async Task<string?> DiffersAsync(RecordMeta reviewed, byte[] raw, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(raw);
        return RecordMeta.From(reviewed.Driver, ObjectMeta.From(document.RootElement)) is { } now
            ? await Hands.DifferenceAsync(reviewed, now, cancellation).ConfigureAwait(false)
            : $"{reviewed.ObjectName} is no longer a release record";
    }

    /// <summary>Why the object as read last cannot be marked failed; null if it can.</summary>
    private static string? WhyNotMark(RecordMeta reviewed, byte[] raw)
    {
        using var document = JsonDocument.Parse(raw);
        return PayloadDecoder.FromObject(reviewed.Driver, new KubeObject(document.RootElement))?.Unmarkable;
    }

    /// <summary>Reads Helm's records again and reports what Helm thinks now.</summary>
    private async Task<RecoveryOutcome> VerifyAsync(RecoveryPlan plan, List<string> lines, List<Backup> written, RecoveryOutcome? stopped)
    {
        var restore = WayBack.Of(plan, written, folder);
        var deletionTask = writer.AnswerAsync(token => surveyor.Cluster.DeletionAsync(plan.Review.Namespace, token), static late => late);
        var history = await writer
            .AnswerAsync(
                token => surveyor.Records.ReadHistoryAsync(plan.Review.Namespace, plan.Review.Release, everything: false, token),
                static late => late
            )
            .ConfigureAwait(false);
        var deletion = await deletionTask.ConfigureAwait(false);
        // What is not known comes first: the reader acts on it.
        lines = stopped is RecoveryOutcome.Unverified unknown ? [.. unknown.Lines, .. lines] : lines;
        if (history is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var records })
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. lines, $"could not read what Helm thinks now: {history.Error!.Message}", .. restore],
                Backups = written,
            };
        var cluster = plan.Review.Cluster with
        {
            Deletion = deletion.Error is null ? deletion.ValueOrDefault : plan.Review.Cluster.Deletion,
        };
        var after = Forecaster.Of(plan.Review.Release, records, cluster);
        List<RecordMeta> left = [.. records.Select(record => record.Meta)];
        if (stopped is not null)
            return new RecoveryOutcome.Unverified
            {
                Lines =
                [
                    .. lines,
                    .. stopped is RecoveryOutcome.Unverified ? [] : stopped.Lines.Where(line => line is not (NothingChanged or LookAgain)),
                    OutlookText.Now(plan.Review.Release, after),
                    .. restore,
                ],
                Backups = written,
                After = after,
            };
        var foretold = OutlookText.Sentence(plan.Review.Release, after, plan.Review.Record?.Revision) == plan.Next;
        if (!foretold)
            lines =
            [
                $"Helm thinks something else than foretold: {OutlookText.Now(plan.Review.Release, after)} Foretold was: {plan.Next}",
                .. lines,
            ];
        if (
            RecoveryWatch.Of(
                plan,
                [
                    .. plan
                        .Review.History.Where(record => plan.Records.All(gone => gone.Meta.Uid != record.Meta.Uid))
                        .Select(record => record.Meta),
                ],
                left
            ) is
            { Count: > 0 } alive
        )
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. lines, .. alive, .. Now(plan, after, foretold), .. restore],
                Backups = written,
                After = after,
                Left = left,
            };
        if (
            plan.Remedy == Remedy.Delete
            && left.FirstOrDefault(meta => plan.Records.Any(gone => gone.Meta.Uid == meta.Uid))
                is { Object: { DeletionTimestamp: not null } held }
        )
        {
            return new RecoveryOutcome.Unverified
            {
                Lines =
                [
                    .. lines,
                    $"{held.Name} is being deleted, but a finalizer holds it (metadata.finalizers): until the finalizer is removed, "
                        + $"Helm stays locked and the name stays in use",
                    .. restore,
                ],
                Backups = written,
                After = after,
                Left = left,
            };
        }
        if (after.Stuck)
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. lines, $"Helm is still locked: revision {after.Last?.Revision} is {after.Last?.Status}", .. restore],
                Backups = written,
                After = after,
                Left = left,
            };
        if (after.Refusal is { Meaning: { } obstacle })
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. lines, $"Helm still refuses every upgrade: {obstacle}", .. Now(plan, after, foretold), .. restore],
                Backups = written,
                After = after,
                Left = left,
            };
        if (!foretold)
            return new RecoveryOutcome.Unverified
            {
                Lines = [.. lines, .. restore],
                Backups = written,
                After = after,
                Left = left,
            };
        return new RecoveryOutcome.Done
        {
            Lines =
            [
                .. lines,
                $"Helm is unstuck: {OutlookText.Now(plan.Review.Release, after)}",
                .. plan is { Remedy: Remedy.Delete, ClusterRuns.Length: > 0, Review.Changes: not { Count: 0 } }
                    ? new[] { $"the next dry run may show changes that the cluster runs already: {plan.ClusterRuns}" }
                    : [],
                "roll forward: run the deploy again; never helm rollback: migrations may have run already",
                .. restore,
            ],
            Backups = written,
            After = after,
            Left = left,
        };
    }

    /// <summary>What Helm thinks now, unless the first line has said it already.</summary>
    private static string[] Now(RecoveryPlan plan, Forecast after, bool foretold) =>
        foretold ? [OutlookText.Now(plan.Review.Release, after)] : [];
}
