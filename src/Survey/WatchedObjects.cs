using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Which objects are watched.</summary>
/// <param name="labels">A label selector; null: all.</param>
/// <param name="fields">A field selector; null: all.</param>
/// <param name="releaseOf">The release that such an object says something about; null: none.</param>
internal sealed class WatchedObjects(ResourceType type, string? labels, string? fields, Func<ObjectMeta, ReleaseName?> releaseOf)
{
    public ResourceType Type => type;

    public string? Labels => labels;

    public string? Fields => fields;

    public Func<ObjectMeta, ReleaseName?> ReleaseOf => releaseOf;

    /// <summary>Helm's records.</summary>
    public static WatchedObjects Records(RecordReader records) =>
        new(
            records.Type,
            "owner=helm",
            null,
            item => RecordMeta.From(records.Driver, item) is { } meta ? new ReleaseName(meta.Namespace, meta.Release) : null
        );
}
