using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
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
                    KubeErrorKind.NotFound => await GoneAsync(record, cancellation).ConfigureAwait(false),
                    KubeErrorKind.Conflict => await ConflictAsync(record, cancellation).ConfigureAwait(false),
                    _ => Nothing(error.Message),
                };
        }
        return new RecoveryOutcome.Done
        {
            Lines =
            [
                .. plan.Records.Select(record => $"{Noun(record)} {RemedyFacts.Of(plan.Remedy).Participle} (server dry run)"),
                plan.Next,
            ],
        };
    }

    private async Task<RecoveryOutcome?> SendForRealAsync(Remedy remedy, ReleaseRecord record, byte[] raw, List<string> lines)
    {
        var truth = await writer
            .WriteAsync(WriteOf(remedy, record), token => SendAsync(remedy, record, raw, DryRun.None, token))
            .ConfigureAwait(false);
        switch (truth)
        {
            case WriteTruth.Applied applied:
                lines.Add(applied.Line);
                return null;
            case WriteTruth.NotApplied { Error: var error }:
                return error.Kind switch
                {
                    KubeErrorKind.NotFound => await GoneAsync(record, CancellationToken.None).ConfigureAwait(false),
                    KubeErrorKind.Conflict => await ConflictAsync(record, CancellationToken.None).ConfigureAwait(false),
                    _ => Nothing(error.Message),
                };
            default:
                return new RecoveryOutcome.Unverified { Lines = ((WriteTruth.Unknown)truth).Lines };
        }
    }

    private async Task<KubeError?> SendAsync(Remedy remedy, ReleaseRecord record, byte[] raw, DryRun dryRun, CancellationToken cancellation)
    {
        var meta = record.Meta;
        if (RemedyFacts.Of(remedy).Status is not { } status)
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
            PayloadEditor.SetStatus(meta.Driver, raw, status, PayloadEditor.MarkedDescription(status, record.Status))
            is not PayloadEdit<byte[]>.Done { Value: var edited }
        )
            return new KubeError(
                KubeErrorKind.Invalid,
                $"error: {meta.ObjectName} cannot be {RemedyFacts.Of(remedy).Participle}: its payload cannot be decoded"
            );
        return (
            await client
                .ReplaceAsync(new ObjectAddress(surveyor.Records.Type, meta.Namespace, meta.ObjectName), edited, dryRun, cancellation)
                .ConfigureAwait(false)
        ).Error;
    }
}
