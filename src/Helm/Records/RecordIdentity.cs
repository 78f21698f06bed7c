using System.Globalization;

namespace Helmstuck.Helm.Records;

/// <summary>
/// The one rule of whose record an object is: its name, its labels and its payload must tell of the same release and revision, as those of
/// every record that Helm writes do (Helm: storage.go makeKey, secrets.go newSecretsObject). Who could write an object of that name could
/// else have somebody delete the record of another release.
/// </summary>
internal static class RecordIdentity
{
    /// <summary>
    /// What contradicts the object's name, in words that go on after "the record contradicts itself: "; null if nothing does. What a
    /// label or an unread payload does not say contradicts nothing.
    /// </summary>
    public static string? Contradiction(RecordMeta meta, RecordPayload payload)
    {
        var named = $"the object is named {meta.ObjectName}";
        if (!RecordName.TryParse(meta.ObjectName, out var release, out var revision) || meta.ObjectName != RecordName.Of(release, revision))
            return $"{named}, which is not a record name of Helm";
        if (revision < 1)
            return $"{named}, but Helm counts revisions from 1";
        if (meta.HasNameLabel && meta.Release != release)
            return $"{named}, but its label name is {Said(meta.Release)}";
        if (meta.Object.Label("version") is { } labelled && labelled != Text(revision))
            return $"{named}, but its label version is {Said(labelled)}";
        if (payload is not RecordPayload.Decoded { Release: var told })
            return null;
        return told.Name != release ? $"{named}, but its payload is of release {Said(told.Name)}"
            : told.Version != revision ? $"{named}, but its payload is of revision {Text(told.Version)}"
            : null;
    }

    /// <inheritdoc cref="Contradiction(RecordMeta, RecordPayload)"/>
    public static string? Contradiction(ReleaseRecord record) => Contradiction(record.Meta, record.Payload);

    /// <summary>The namespace that the payload names, where that is not the object's; null if they agree or it was not read.</summary>
    public static string? OtherNamespace(RecordMeta meta, RecordPayload payload) =>
        payload is RecordPayload.Decoded { Release.Namespace: var told } && told != meta.Namespace ? told : null;

    private static string Said(string text) => text.Length == 0 ? "empty" : text;

    private static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
