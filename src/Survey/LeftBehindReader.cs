using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>
/// Looks for what the revisions above a distant base added: only if somebody wants to know, as it reads their payloads, a few of them.
/// </summary>
internal sealed class LeftBehindReader(KubeClient client, RecordReader records)
{
    private volatile Found? last;

    private sealed record Found(string Of, LeftBehind? Answer);

    /// <summary>Null if the next upgrade starts from the newest record that is left.</summary>
    /// <param name="unasked">A periodic refresh: the answer of the same records is good enough.</param>
    public async Task<LeftBehind?> ReadAsync(
        Subject subject,
        IReadOnlyList<ReleaseRecord> history,
        bool unasked,
        CancellationToken cancellation
    )
    {
        var outlook = Forecaster.Outlook(subject.Release, history, subject.Record.Revision);
        var left = outlook.ToDelete.Count == 0 ? outlook.Now : outlook.AfterDeleteAll ?? outlook.AfterDelete;
        var between = LeftBehind.Between(new RecordStore(subject.Release, history), left).Take(LeftBehind.MostRevisions).ToList();
        if (between.Count == 0 || history.OfRevision(subject.Release, left.StartsFrom!.Value) is not { Release: not null } start)
            return null;
        var of = string.Join(' ', history.Select(record => $"{record.Meta.Uid}/{record.Meta.ResourceVersion}"));
        if (unasked && last is { } known && known.Of == of)
            return known.Answer;
        var payloads = await between
            .AskEachAsync(SideBySide.Payloads, record => records.ReadAsync(record.Meta, cancellation), cancellation)
            .ConfigureAwait(false);
        var baseObjects = subject.ManifestOf(start);
        var added = LeftBehind.Added(
            baseObjects,
            subject.Record.IsInTheWay ? subject.StuckObjects : null,
            payloads
                .Select(answer => answer.ValueOrDefault?.Release)
                .OfType<ReleasePayload>()
                .Select(payload => ManifestParser.Parse(payload.Manifest, subject.Namespace, baseObjects))
        );
        var gone = await added
            .Take(LeftBehind.Most)
            .AskEachAsync(SideBySide.SmallAnswers, item => IsGoneAsync(item.Key, cancellation), cancellation)
            .ConfigureAwait(false);
        var answer = new LeftBehind(
            [.. added.Take(LeftBehind.Most).Where((_, index) => !gone[index]).Select(item => item.Key)],
            Math.Max(added.Count - LeftBehind.Most, 0)
        );
        last = new Found(of, answer);
        return answer;
    }

    /// <summary>Whether the object is certainly not in the cluster.</summary>
    private async Task<bool> IsGoneAsync(ObjectKey key, CancellationToken cancellation)
    {
        var type = await client.TypeOfAsync(key, cancellation).ConfigureAwait(false);
        if (type.ValueOrDefault is not { } resource)
            return type.Error is { Kind: KubeErrorKind.NotFound };
        var found = await client
            .GetMetadataAsync(resource, resource.Namespaced ? key.Namespace : null, key.Name, cancellation)
            .ConfigureAwait(false);
        return found.Error is { Kind: KubeErrorKind.NotFound };
    }
}
