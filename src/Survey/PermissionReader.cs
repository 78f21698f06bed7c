using System.Collections.Concurrent;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>Asks whether the user may act on records: the authorizer, and before a delete admission as well, by a dry run.</summary>
internal sealed class PermissionReader(KubeClient client, ResourceType type)
{
    /// <summary>A webhook may take 30 seconds (Kubernetes: admissionregistration.k8s.io/v1 timeoutSeconds).</summary>
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(35);

    /// <summary>What admission refused last, for as long as the record stays as it is.</summary>
    private readonly ConcurrentDictionary<(string Uid, string ResourceVersion), Permission> refused = new();

    /// <param name="rehearse">
    /// Send the DELETE with <c>dryRun=All</c> and the same preconditions, if the authorizer allows it. Without it, what admission refused
    /// before still counts.
    /// </param>
    public async Task<IReadOnlyList<Permission>> ReadAsync(
        IReadOnlyList<ReleaseRecord> records,
        Remedy remedy,
        bool rehearse,
        CancellationToken cancellation
    )
    {
        var verb = remedy == Remedy.Delete ? "delete" : "update";
        var answers = await records
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async record => (record.Meta, Permission: await AskAsync(verb, record.Meta, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        if (remedy != Remedy.Delete || answers.Any(answer => answer.Permission.Allowed != true))
            return [.. answers.Select(answer => answer.Permission)];
        return await answers
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async answer =>
                    rehearse ? await RehearseAsync(answer.Meta, answer.Permission, cancellation).ConfigureAwait(false)
                    : refused.TryGetValue((answer.Meta.Uid, answer.Meta.ResourceVersion), out var known) ? known
                    : answer.Permission,
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task<Permission> AskAsync(string verb, RecordMeta meta, CancellationToken cancellation)
    {
        var answer = await client.CanIAsync(verb, type, meta.Namespace, meta.ObjectName, cancellation).ConfigureAwait(false);
        return answer is KubeResult<AccessDecision>.Ok { Value: var decision }
            ? new Permission(verb, type.Plural, meta.ObjectName, decision.Allowed, decision.Reason)
            : new Permission(verb, type.Plural, meta.ObjectName, null, answer.Error!.Message);
    }

    private async Task<Permission> RehearseAsync(RecordMeta meta, Permission allowed, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LongestRehearsal);
        KubeError? error;
        try
        {
            var answer = await client
                .DeleteAsync(
                    new ObjectAddress(type, meta.Namespace, meta.ObjectName),
                    new Preconditions(meta.Uid, meta.ResourceVersion),
                    DryRun.Server,
                    limit.Token
                )
                .ConfigureAwait(false);
            error = answer.Error;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            error = new KubeError(KubeErrorKind.Timeout, $"no answer within {LongestRehearsal.TotalSeconds:0} s");
        }
        var said = error switch
        {
            null => allowed with { Rehearsal = Rehearsal.Accepted },
            // Other checks report that the record was changed or deleted in the meantime.
            { Kind: KubeErrorKind.NotFound or KubeErrorKind.Conflict } => allowed,
            _ when error.Message.Contains("does not support dry run", StringComparison.Ordinal) => allowed with { Why = error.Message },
            { StatusCode: >= 400 and not (408 or 429 or 502 or 503 or 504) } => allowed with
            {
                Allowed = false,
                Why = error.Message,
                Rehearsal = Rehearsal.Refused,
            },
            _ => allowed with { Allowed = null, Why = $"a dry run of the delete got no answer: {error.Message}" },
        };
        if (said.Rehearsal == Rehearsal.Refused)
            refused[(meta.Uid, meta.ResourceVersion)] = said;
        else
            _ = refused.TryRemove((meta.Uid, meta.ResourceVersion), out _);
        return said;
    }
}
