using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>Explains why a release or record was not found, and where else to look.</summary>
internal sealed class AbsenceExplainer(KubeClient client, RecordReader records)
{
    /// <summary>The other driver: Helm may keep its records there.</summary>
    private StorageDriver Other => records.Driver == StorageDriver.Secret ? StorageDriver.ConfigMap : StorageDriver.Secret;

    /// <summary>What explains an empty answer: the namespace, and the records of the other driver; null: not asked for.</summary>
    public sealed class Absence(KubeError? space, MetadataList? elsewhere)
    {
        public KubeError? Namespace => space;

        public MetadataList? Elsewhere => elsewhere;
    }

    public async Task<Absence> AskAsync(ListScope scope, CancellationToken cancellation)
    {
        var elsewhere = client.ListMetadataAsync(
            RecordReader.TypeOf(Other),
            scope.Namespace,
            new ListOptions { LabelSelector = "owner=helm", FromCache = true },
            cancellation
        );
        var space = scope.Namespace is { } ns
            ? await client.GetMetadataAsync(ResourceType.Namespaces, null, ns, cancellation).ConfigureAwait(false)
            : null;
        return new Absence(space?.Error, (await elsewhere.ConfigureAwait(false)).ValueOrDefault);
    }

    /// <summary>
    /// Hints after an empty answer: whether the namespace exists, whether the other driver has records, and what else to try.
    /// </summary>
    public ReleaseListing ExplainEmpty(ReleaseListing listing, Absence absence)
    {
        var hints = listing.Hints.ToList();
        if (absence.Namespace is { Kind: not KubeErrorKind.Forbidden } missing)
            return listing with { Error = missing.Message };
        if (absence.Namespace is not null)
            hints.Add(new($"could not check whether namespace {listing.Scope.Namespace} exists: no permission to read namespaces"));
        var where = listing.Scope.Namespace is { } name ? $"in {name}" : "in any namespace";
        if (!listing.Scope.All && !listing.Scope.Deep)
            hints.Insert(0, ListHint.SearchDeeper(where));
        if (listing.Scope.Namespace is { } only)
            hints.Add(
                new(
                    $"Only namespace {only} was searched: use -n NAME to search another one, or -A to search all.",
                    $"Only namespace {only} was searched: press n to search elsewhere."
                )
            );
        if (absence.Elsewhere is { Items.Count: > 0 } inOther)
            hints.Add(
                new(
                    $"{PlainText.Count(inOther.Items.Count, "record")} {where} {(inOther.Items.Count == 1 ? "is" : "are")} in "
                        + $"{RecordReader.TypeOf(Other).Plural}: try --driver {Other.ToString().ToLowerInvariant()}"
                )
            );
        return listing with { Hints = hints };
    }

    /// <summary>
    /// Why a release was not found, in one line: no such namespace, records under the other driver, or no such
    /// release.
    /// </summary>
    public async Task<string> WhyNoReleaseAsync(string ns, string release, CancellationToken cancellation)
    {
        var found = await client.GetMetadataAsync(ResourceType.Namespaces, null, ns, cancellation).ConfigureAwait(false);
        if (found.Error is { Kind: KubeErrorKind.NotFound } missing)
            return missing.Message;
        var doubt = found.Error is null
            ? ""
            : $" (could not check whether the namespace exists: "
                + $"{(found.Error.Kind == KubeErrorKind.Forbidden ? "no permission to read namespaces" : found.Error.Message)})";
        var elsewhere = await InOtherDriverAsync(ns, release, cancellation).ConfigureAwait(false);
        if (await HiddenRecordAsync(ns, release, cancellation).ConfigureAwait(false) is { } hidden)
            return $"error: release \"{release}\" not found in namespace {ns}: Helm does not see its record {hidden.ObjectName}, which "
                + $"lacks the label {hidden.MissingLabel(release)}, but that name stays in use";
        return elsewhere is not null ? $"error: {elsewhere}" : $"error: release \"{release}\" not found in namespace {ns}{doubt}";
    }

    /// <summary>That the other driver has the release's records, as a sentence; null if it has none, or if they cannot be listed.</summary>
    public async Task<string?> InOtherDriverAsync(string ns, string release, CancellationToken cancellation)
    {
        var elsewhere = await new RecordReader(client, Other).ListAsync(ns, release, cancellation).ConfigureAwait(false);
        return elsewhere.ValueOrDefault is { Count: > 0 }
            ? $"release \"{release}\" has no record among the {records.Type.Plural} of {ns}, but among its "
                + $"{RecordReader.TypeOf(Other).Plural}: add --driver {Other.ToString().ToLowerInvariant()}"
            : null;
    }

    /// <summary>
    /// The newest record that belongs to the release by its object's name only; null if none exists, or if records cannot be listed.
    /// </summary>
    private async Task<RecordMeta?> HiddenRecordAsync(string ns, string release, CancellationToken cancellation)
    {
        foreach (var selector in (string[])[$"name={release}", "owner=helm"])
        {
            var listed = await client
                .ListMetadataAsync(records.Type, ns, new ListOptions { LabelSelector = selector }, cancellation)
                .ConfigureAwait(false);
            var found = records
                .NewestFirst(listed.ValueOrDefault?.Items ?? [])
                .FirstOrDefault(meta => RecordName.TryParse(meta.ObjectName, out var of, out _) && of == release);
            if (found is not null)
                return found;
        }
        return null;
    }
}
