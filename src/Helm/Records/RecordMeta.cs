using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Records;

/// <summary>What a metadata-only list says about one record: everything that is known without its payload.</summary>
internal sealed record RecordMeta
{
    public required StorageDriver Driver { get; init; }
    public required string Namespace { get; init; }

    /// <summary>Name of the Secret or ConfigMap: <c>sh.helm.release.v1.NAME.vN</c>.</summary>
    public required string ObjectName { get; init; }

    public required string Uid { get; init; }
    public required string ResourceVersion { get; init; }

    /// <summary>
    /// The <c>name</c> label: the release that the record belongs to for Helm; without one, the release in the object's name.
    /// </summary>
    public required string Release { get; init; }

    /// <summary>
    /// Whether there is a <c>name</c> label; without it Helm finds the record in no history, though its name is taken (Helm: storage.go
    /// History).
    /// </summary>
    public bool HasNameLabel { get; init; } = true;

    /// <summary>The <c>status</c> label. Helm uses the payload's status, except to find the deployed record.</summary>
    public required string LabelStatus { get; init; }

    /// <summary>
    /// The revision: the <c>version</c> label, else the number at the end of the object's name; 0 if neither is a number. 64 bits, as
    /// Helm's int has.
    /// </summary>
    public required long Revision { get; init; }

    /// <summary>
    /// Whether the object has a name that Helm gives; Helm sees others too, but none of them takes a name that Helm wants.
    /// </summary>
    public bool IsNamedByHelm => RecordName.TryParse(ObjectName, out _, out _);

    /// <summary>
    /// Whether there is an <c>owner=helm</c> label. Use <see cref="IsSeenByHelm"/> for what Helm sees of a release; this label alone is
    /// what <c>helm list</c> uses.
    /// </summary>
    public required bool OwnedByHelm { get; init; }

    /// <summary>
    /// The one rule for what Helm sees: whether it finds the record when it asks for the records of <paramref name="release"/> (Helm:
    /// secrets.go Query by the labels owner and name).
    /// </summary>
    public bool IsSeenByHelm(string release) => MissingLabel(release) is null;

    /// <summary>The missing label that hides the record from Helm, as <c>key=value</c>; null if Helm sees the record.</summary>
    public string? MissingLabel(string release) =>
        !OwnedByHelm ? "owner=helm"
        : HasNameLabel && Release == release ? null
        : $"name={release}";

    /// <summary>When the operation began, by the server's clock (creationTimestamp).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The newest write of Helm's own client, by the server's clock (managedFields); null if none is recorded.</summary>
    public DateTimeOffset? LastWrittenAt { get; init; }

    /// <summary>The field manager behind <see cref="LastWrittenAt"/>; empty if none is recorded.</summary>
    public string LastWriter { get; init; } = "";

    /// <summary>
    /// A backup tool brought this object back, as far as the metadata tells: a label alone counts only where no program is named that
    /// runs Helm.
    /// </summary>
    public bool BroughtBack =>
        BackupMarks.AreOn(Object)
        || (
            BackupMarks.Named(Object) is not null
            && Object.ManagedFields.All(write => IsKubectl(write) || write.Manager is "" or "unknown" || BackupMarks.IsTool(write.Manager))
        );

    /// <summary>
    /// Only kubectl, this program or a backup tool made this object: it was restored, and is younger than the operation in its payload.
    /// </summary>
    public bool Restored => BroughtBack || (Object.ManagedFields.Count > 0 && Object.ManagedFields.All(IsKubectl));

    /// <summary>
    /// The newest write by a program other than kubectl, this one and backup tools: programs that embed Helm write records under their own
    /// names, and so does Helm before 3.11.
    /// </summary>
    public ManagedField? LastTouch => Touch(BroughtBack);

    /// <summary><see cref="LastTouch"/>; the creator of an object that was brought back restored it, under any name.</summary>
    public ManagedField? Touch(bool broughtBack) =>
        Object
            .ManagedFields.Where(write =>
                write.Time is not null
                && !IsKubectl(write)
                && !BackupMarks.IsTool(write.Manager)
                && !(broughtBack && !IsHelm(write.Manager) && BackupMarks.IsOfCreation(write, Object))
            )
            .MaxBy(write => write.Time);

    /// <summary>
    /// When the record was created or last written by anything but kubectl, this program or a backup tool, whichever is newer; that a
    /// backup tool or this program restored it does not count.
    /// </summary>
    public DateTimeOffset? LastActivityAt =>
        new[] { BroughtBack || IsRestoredByUs ? null : StartedAt, LastWrittenAt, LastTouch?.Time }.Max();

    /// <summary>The kubectl command that wrote the record, too, such as <c>kubectl-label</c>; null if none did.</summary>
    public string? Hand => Object.ManagedFields.FirstOrDefault(write => IsKubectl(write) && write.Manager != ManagedField.Own)?.Manager;

    private bool IsRestoredByUs => Object.ManagedFields.Count > 0 && Object.ManagedFields.All(write => write.Manager == ManagedField.Own);

    private static bool IsKubectl(ManagedField write) => write.Manager.StartsWith("kubectl", StringComparison.Ordinal);

    /// <summary>
    /// The labels that Helm does not set itself: those of <c>--labels</c>, and of other programs (Helm: driver/util.go GetSystemLabels).
    /// </summary>
    public IReadOnlyDictionary<string, string> OwnLabels =>
        Object
            .Labels.Where(label => label.Key is not ("name" or "owner" or "status" or "version" or "createdAt" or "modifiedAt"))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>The object's whole metadata, for the search for another deployer's marks.</summary>
    public ObjectMeta Object { get; init; } = new();

    /// <summary>
    /// Metadata of a Secret or ConfigMap as a record; null if neither its name nor its labels are those of one. Helm finds its records
    /// by their labels, under whatever name (Helm: secrets.go Query): <see cref="RecordIdentity"/> judges a name that is not Helm's.
    /// </summary>
    public static RecordMeta? From(StorageDriver driver, ObjectMeta meta)
    {
        if (!RecordName.TryParse(meta.Name, out var release, out var revision) && !IsLabelled(meta))
            return null;
        var write = meta.ManagedFields.Where(field => IsHelm(field.Manager)).MaxBy(field => field.Time);
        return new RecordMeta
        {
            Driver = driver,
            Namespace = meta.Namespace,
            ObjectName = meta.Name,
            Uid = meta.Uid,
            ResourceVersion = meta.ResourceVersion,
            Release = meta.Label("name") ?? release,
            HasNameLabel = meta.Label("name") is not null,
            LabelStatus = meta.Label("status") ?? "",
            Revision = long.TryParse(meta.Label("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var labelled)
                ? labelled
                : revision,
            OwnedByHelm = meta.Label("owner") == "helm",
            StartedAt = meta.CreationTimestamp,
            LastWrittenAt = write?.Time,
            LastWriter = write?.Manager ?? "",
            Object = meta,
        };
    }

    private static bool IsLabelled(ObjectMeta meta) =>
        meta.Label("owner") == "helm" && meta.Label("name") is not null && meta.Label("version") is not null;

    /// <summary>
    /// Whether a field manager is a Helm client: records are written with the first part of the User-Agent (<c>Helm</c> since 3.11, before
    /// that client-go's own), chart resources <c>helm</c> (Helm: kube.ManagedFieldsManager), Flux its controller's name.
    /// </summary>
    public static bool IsHelm(string manager) =>
        manager is "Helm" or "helm" or "Go-http-client" or "helm-controller"
        || manager.StartsWith("helm-", StringComparison.Ordinal)
        || manager.StartsWith("terraform-provider-helm", StringComparison.Ordinal);
}
