using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>Asks what decides about Helm's next command besides the records.</summary>
internal sealed class ClusterReader(KubeClient client)
{
    /// <summary>The deletion of a namespace, where one is going on.</summary>
    public async Task<KubeResult<NamespaceDeletion?>> DeletionAsync(string ns, CancellationToken cancellation) =>
        await client.GetAsync(ResourceType.Namespaces, null, ns, cancellation).ConfigureAwait(false) switch
        {
            { ValueOrDefault: { } found } => new KubeResult<NamespaceDeletion?>.Ok(NamespaceDeletion.Of(found)),
            { Error: { Kind: not KubeErrorKind.NotFound } error } => error,
            _ => new KubeResult<NamespaceDeletion?>.Ok(null),
        };

    /// <summary>
    /// The manifests that Helm will build next and that name a kind which the API server does not serve. Asks only for the group versions
    /// of kinds that not every API server has.
    /// </summary>
    /// <param name="isKnown">Kinds that something else that was read has shown to be served.</param>
    public async Task<Loadable<IReadOnlyDictionary<string, UnbuiltManifest>>> UnbuiltAsync(
        Subject subject,
        IReadOnlyList<ReleaseRecord> history,
        Func<ObjectKey, bool> isKnown,
        CancellationToken cancellation
    )
    {
        var manifests = Built(subject, history);
        List<NamedKind> open =
        [
            .. manifests
                .SelectMany(one => one.Manifest.Objects)
                .Select(item => item.Key)
                .Where(key => AlwaysServed.TypeOf(key.ApiVersion, key.Kind) is null && !isKnown(key))
                .Select(key => new NamedKind(key.ApiVersion, key.Kind))
                .Distinct(),
        ];
        var answers = await open.AskEachAsync(
                SideBySide.SmallAnswers,
                async type => (type, Answer: await client.FindTypeAsync(type.ApiVersion, type.Kind, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        if (answers.FirstOrDefault(one => one.Answer.Error is { Kind: not KubeErrorKind.NotFound }) is { Answer.Error: { } error } doubt)
            return Loadable.Unreadable<IReadOnlyDictionary<string, UnbuiltManifest>>($"{doubt.type.ApiVersion}: {error.Message}");
        var missing = answers.Where(one => one.Answer.Error is not null).Select(one => one.type).ToHashSet();
        var unbuilt = new Dictionary<string, UnbuiltManifest>(StringComparer.Ordinal);
        foreach (var (record, manifest) in manifests)
        {
            if (UnbuiltManifest.Of(manifest, key => !missing.Contains(new NamedKind(key.ApiVersion, key.Kind))) is { } found)
                unbuilt[record.Meta.ObjectName] = found;
        }
        return unbuilt;
    }

    private sealed record NamedKind(string ApiVersion, string Kind);

    private static List<(ReleaseRecord Record, ManifestSet Manifest)> Built(Subject subject, IReadOnlyList<ReleaseRecord> history)
    {
        var outlook = Forecaster.Outlook(subject.Release, history, subject.Record.Revision);
        return
        [
            .. Forecaster
                .Built(subject.Release, history, outlook)
                .Where(record => record.Release is not null)
                .Select(record => (record, subject.ManifestOf(record))),
        ];
    }
}
