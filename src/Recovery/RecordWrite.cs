using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>One change to one record, as it was intended: what it does, and how a read tells whether it was done.</summary>
/// <param name="ResourceVersion">That of the record before the write.</param>
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

    public string Participle =>
        Kind switch
        {
            JournaledActionKind.Delete => "deleted",
            JournaledActionKind.MarkFailed => "marked failed",
            _ => "restored",
        };

    /// <summary>What is said of a write that was answered as done and seen to be.</summary>
    public string Report => Kind == JournaledActionKind.Restore ? $"{Name} is restored in {Namespace}" : $"{Noun} {Participle}";

    /// <summary>What is true of the record once the write took effect.</summary>
    public string Effect =>
        Kind switch
        {
            JournaledActionKind.Delete => "the record is gone",
            JournaledActionKind.MarkFailed => "the record is marked failed",
            _ => "the record is restored",
        };

    /// <summary>What is true of the record as long as the write took no effect.</summary>
    public string Before =>
        Kind switch
        {
            JournaledActionKind.Delete => "the record is still there",
            JournaledActionKind.MarkFailed => "the record is still as it was",
            _ => "the record is not there",
        };

    /// <summary>What a consistent read of the name shows. A delete and a mark are told by uid, a restore by who made the object.</summary>
    public Sight Seen(KubeResult<ObjectMeta> look)
    {
        if (look.Error is { Kind: not KubeErrorKind.NotFound })
            return Sight.Unknown;
        var now = look.ValueOrDefault;
        return Kind switch
        {
            JournaledActionKind.Delete => now is null || now.Uid != Uid || now.DeletionTimestamp is not null ? Sight.Done : Sight.Unchanged,
            JournaledActionKind.MarkFailed when now is null || now.Uid != Uid => Sight.Unknown,
            JournaledActionKind.MarkFailed when now.ResourceVersion == ResourceVersion => Sight.Unchanged,
            JournaledActionKind.MarkFailed => now.Label("status") == ReleaseStatus.Failed ? Sight.Done : Sight.Unknown,
            _ when now is null => Sight.Unchanged,
            _ => now.ManagedFields.Count == 0 || now.ManagedFields.Any(field => field.Manager == KubeClient.FieldManager)
                ? Sight.Done
                : Sight.Unknown,
        };
    }

    /// <summary>The sentence that comes before all others where nobody can tell.</summary>
    public string NotKnown(string context) =>
        $"whether the record was {Participle} is not known; look with: kubectl get {ReviewText.Of(Driver).ToLowerInvariant()} "
        + $"{Name} -n {Namespace}{(context.Length > 0 ? $" --context {Shell.Quote(context)}" : "")}";
}
