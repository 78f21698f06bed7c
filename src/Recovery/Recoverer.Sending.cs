using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

internal sealed partial class Recoverer
{
    private async Task<RecoveryOutcome> DryRunAsync(
        RecoveryPlan plan,
        List<(ReleaseRecord Record, byte[] Raw)> raws,
        CancellationToken cancellation
    )
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
        return new RecoveryOutcome.Done
        {
            Lines = [.. plan.Records.Select(record => $"{Noun(record)} {Done(plan.Remedy)} (server dry run)"), plan.Next],
        };
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
        var look = await client
            .GetMetadataAsync(surveyor.Records.Type, record.Meta.Namespace, record.Meta.ObjectName, CancellationToken.None)
            .ConfigureAwait(false);
        if (look.Error is { Kind: KubeErrorKind.NotFound } && remedy == Remedy.Delete)
        {
            lines.Add($"the connection broke while deleting ({error.Message}); the record is gone");
            return null;
        }
        if (look.ValueOrDefault is { } meta && meta.Uid == record.Meta.Uid)
        {
            if (remedy == Remedy.MarkFailed && meta.Label("status") == ReleaseStatus.Failed)
            {
                lines.Add($"the connection broke while marking ({error.Message}); the record is marked failed");
                return null;
            }
            // The server may still be at work on the request: this is no proof that nothing will happen.
            if (meta.ResourceVersion == record.Meta.ResourceVersion)
                return new RecoveryOutcome.Unverified
                {
                    Lines =
                    [
                        $"{error.Message}; {record.Meta.ObjectName} is still there and unchanged so far, but the request may still take "
                            + $"effect: read the release again",
                    ],
                };
        }
        return new RecoveryOutcome.Unverified
        {
            Lines =
            [
                $"{error.Message}; could not determine whether {record.Meta.ObjectName} was {Done(remedy)}: "
                    + $"{look.Error?.Message ?? "it has changed since"}",
            ],
        };
    }

    private async Task<KubeError?> SendAsync(Remedy remedy, ReleaseRecord record, byte[] raw, DryRun dryRun, CancellationToken cancellation)
    {
        var meta = record.Meta;
        if (remedy == Remedy.Delete)
            return (
                await client
                    .DeleteAsync(
                        new ObjectAddress(surveyor.Records.Type, meta.Namespace, meta.ObjectName),
                        new Preconditions(meta.Uid, meta.ResourceVersion),
                        dryRun,
                        cancellation
                    )
                    .ConfigureAwait(false)
            ).Error;
        if (
            PayloadEditor.MarkFailed(meta.Driver, raw, $"Marked failed by kubectl helmstuck (it was {record.Status})")
            is not PayloadEdit<byte[]>.Done { Value: var edited }
        )
            return new KubeError(KubeErrorKind.Invalid, $"error: {meta.ObjectName} cannot be marked failed: its payload cannot be decoded");
        return (
            await client
                .ReplaceAsync(new ObjectAddress(surveyor.Records.Type, meta.Namespace, meta.ObjectName), edited, dryRun, cancellation)
                .ConfigureAwait(false)
        ).Error;
    }
}
