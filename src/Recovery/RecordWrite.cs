using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>One intended change to one record: what it does, and how a read shows whether it was done.</summary>
/// <param name="ResourceVersion">The record's resourceVersion before the write.</param>
internal sealed record RecordWrite(
    JournaledActionKind Kind,
    StorageDriver Driver,
    string Namespace,
    string Name,
    string Uid,
    string ResourceVersion
)
{
    public static RecordWrite To(JournaledActionKind kind, RecordMeta record) =>
        new(kind, record.Driver, record.Namespace, record.ObjectName, record.Uid, record.ResourceVersion);

    public ResourceType Type => Driver == StorageDriver.Secret ? ResourceType.Secrets : ResourceType.ConfigMaps;

    /// <summary>The object as kubectl prints it: <c>secret "name"</c>.</summary>
    public string Noun => $"{ReviewText.Of(Driver).ToLowerInvariant()} \"{Name}\"";

    /// <summary>The request as the subject of a sentence.</summary>
    public string Request =>
        Kind switch
        {
            JournaledActionKind.Delete => "its delete",
            JournaledActionKind.MarkFailed or JournaledActionKind.MarkDeployed => "its mark",
            _ => "its restore",
        };

    public string Participle =>
        Kind switch
        {
            JournaledActionKind.Delete => "deleted",
            JournaledActionKind.MarkFailed => "marked failed",
            JournaledActionKind.MarkDeployed => "marked deployed",
            _ => "restored",
        };

    /// <summary>The message about a write that was answered as done and confirmed by a read.</summary>
    public string Report => Kind == JournaledActionKind.Restore ? $"{Name} is restored in {Namespace}" : $"{Noun} {Participle}";

    /// <summary>What is true of the record after the write took effect.</summary>
    public string Effect =>
        Kind switch
        {
            JournaledActionKind.Delete => "the record is gone",
            JournaledActionKind.MarkFailed => "the record is marked failed",
            JournaledActionKind.MarkDeployed => "the record is marked deployed",
            _ => "the record is restored",
        };

    /// <summary>What is true of the record if the write took no effect.</summary>
    public string Before =>
        Kind switch
        {
            JournaledActionKind.Delete => "the record is still there",
            JournaledActionKind.MarkFailed or JournaledActionKind.MarkDeployed => "the record is still as it was",
            _ => "the record is not there",
        };

    /// <summary>
    /// What a consistent read of the name shows. A delete and a mark are recognised by uid, a restore by the creator of the object.
    /// </summary>
    public Sight Seen(KubeResult<ObjectMeta> look)
    {
        if (look.Error is { Kind: not KubeErrorKind.NotFound })
            return Sight.Unknown;
        var now = look.ValueOrDefault;
        return Kind switch
        {
            JournaledActionKind.Delete => now is null || now.Uid != Uid || now.DeletionTimestamp is not null ? Sight.Done : Sight.Unchanged,
            JournaledActionKind.MarkFailed => Marked(now, ReleaseStatus.Failed),
            JournaledActionKind.MarkDeployed => Marked(now, ReleaseStatus.Deployed),
            _ when now is null => Sight.Unchanged,
            _ => now.ManagedFields.Count == 0 || now.ManagedFields.Any(field => field.Manager == KubeClient.FieldManager)
                ? Sight.Done
                : Sight.Unknown,
        };
    }

    private Sight Marked(ObjectMeta? now, string status) =>
        now is null || now.Uid != Uid ? Sight.Unknown
        : now.ResourceVersion == ResourceVersion ? Sight.Unchanged
        : now.Label("status") == status ? Sight.Done
        : Sight.Unknown;

    /// <summary>The first sentence if the result is not known.</summary>
    public string NotKnown(string context) =>
        $"it is not known whether the record was {Participle}; check with: kubectl get {ReviewText.Of(Driver).ToLowerInvariant()} "
        + $"{Name} -n {Namespace}{(context.Length > 0 ? $" --context {Shell.Quote(context)}" : "")}";
}
