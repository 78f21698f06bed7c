using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>
/// Who or what acted on a record besides this run, as far as the record itself, the journal of this machine and this program's Events say.
/// </summary>
internal sealed class OtherHands(KubeClient client, StateFolder folder, RecordWriter writer)
{
    private const string UnknownDeleter = "it is not known who deleted it";

    /// <summary>What follows the user in the message of this program's Events.</summary>
    public const string EventUser = " unstuck Helm release ";

    /// <summary>The reason in this program's Events.</summary>
    public static string EventReason(Remedy remedy) =>
        remedy switch
        {
            Remedy.Delete => "HelmRecordDeleted",
            Remedy.MarkFailed => "HelmRecordMarkedFailed",
            _ => "HelmRecordMarkedDeployed",
        };

    /// <summary>Says that neither is known.</summary>
    public const string Unknown = "(it is not known by whom and when)";

    /// <summary>
    /// Which program wrote the object last, and when by the server's clock: <c>by kubectl-label at 14:02:11Z</c>. The API server records no
    /// user.
    /// </summary>
    public static string Writer(ObjectMeta now) => By(Newest(now));

    private static ManagedField? Newest(ObjectMeta now) =>
        now.ManagedFields.Where(field => field.Time is not null).MaxBy(field => field.Time);

    /// <summary>Which program created the object, and when by the server's clock. A later write of its own moves its time.</summary>
    public static string Creator(ObjectMeta now) =>
        now.CreationTimestamp is not { } created ? Unknown
        : now.ManagedFields.FirstOrDefault(field => field.Time == created) is { } first ? By(first)
        : now.ManagedFields.Select(field => field.Manager).Distinct().Take(2).ToList() is [var only]
            ? By(new ManagedField(only, "", created, ""))
        : By(new ManagedField("", "", created, ""));

    /// <summary>
    /// How the record changed, or null if it is the same object in the same version; with who or what changed it, and when.
    /// </summary>
    public async Task<string?> DifferenceAsync(RecordMeta reviewed, RecordMeta now, CancellationToken cancellation)
    {
        if (now.Uid == reviewed.Uid && now.ResourceVersion == reviewed.ResourceVersion)
            return null;
        if (now.Uid != reviewed.Uid)
            return $"{reviewed.ObjectName} was deleted and created again after the review (uid {now.Uid}, reviewed {reviewed.Uid}), "
                + $"created {Creator(now.Object)}; "
                + await DeleterAsync(reviewed.Namespace, reviewed.ObjectName, reviewed.Uid, cancellation).ConfigureAwait(false);
        var actor =
            Newest(now.Object)?.Manager == ManagedField.Own
                ? await ActorAsync(reviewed.Namespace, reviewed.ObjectName, reviewed.Uid, deleted: false, cancellation)
                    .ConfigureAwait(false)
                : null;
        var who =
            actor is not null ? $"{Writer(now.Object)}: {actor}"
            : Newest(now.Object) is not null ? $"{Writer(now.Object)} (which user is not known)"
            : Writer(now.Object);
        return now.LabelStatus == reviewed.LabelStatus
            ? $"{reviewed.ObjectName} was written after the review {who} (resourceVersion {now.ResourceVersion}, reviewed "
                + $"{reviewed.ResourceVersion})"
            : $"{reviewed.ObjectName} is now {now.LabelStatus}; it was {reviewed.LabelStatus} at the review; written {who}";
    }

    /// <summary>Who deleted the record, one clause.</summary>
    public async Task<string> DeleterAsync(string ns, string record, string? uid, CancellationToken cancellation) =>
        await ActorAsync(ns, record, uid, deleted: true, cancellation).ConfigureAwait(false) ?? UnknownDeleter;

    /// <summary>
    /// Who acted on the record with this program, from the journal of this machine, else from an Event; null if neither says. Each is as
    /// reliable as those who may write it.
    /// </summary>
    /// <param name="deleted">Who deleted it; else who marked it.</param>
    private async Task<string?> ActorAsync(string ns, string record, string? uid, bool deleted, CancellationToken cancellation)
    {
        var done = JournalReader
            .ReadAll(folder.Journal)
            .Actions.LastOrDefault(action =>
                action is { Applied: true, Kind: not JournaledActionKind.Restore }
                && (action.Kind == JournaledActionKind.Delete) == deleted
                && action.Server == client.Target.ServerHost
                && action.Namespace == ns
                && action.Record == record
                && (uid is null || action.Uid == uid)
            );
        if (done is not null)
            return Act(
                Enum.GetValues<Remedy>().First(remedy => RemedyFacts.Of(remedy).Kind == done.Kind),
                done.User,
                done.At,
                "journal of this machine"
            );
        var events = await writer
            .AnswerAsync(
                token =>
                    client.ListAsync(ResourceType.Events, ns, new ListOptions { FieldSelector = $"involvedObject.name={record}" }, token),
                static late => late,
                cancellation
            )
            .ConfigureAwait(false);
        return (events.ValueOrDefault ?? [])
            .Where(one =>
                one.Json.Text("source", "component") == KubeClient.FieldManager
                && (uid is null || one.Json.Text("involvedObject", "uid") == uid)
            )
            .Select(one => Said(one, deleted))
            .LastOrDefault(said => said is not null);
    }

    private static string? Said(KubeObject one, bool deleted)
    {
        var (message, at) = (one.Json.Text("message") ?? "", one.Json.Time("lastTimestamp") ?? one.Meta.CreationTimestamp);
        var end = message.IndexOf(EventUser, StringComparison.Ordinal);
        return end <= 0 || at is not { } time
            ? null
            : Enum.GetValues<Remedy>()
                .Where(remedy => EventReason(remedy) == one.Json.Text("reason") && (remedy == Remedy.Delete) == deleted)
                .Select(remedy => Act(remedy, message[..end], time, "Event"))
                .FirstOrDefault();
    }

    private static string Act(Remedy remedy, string user, DateTimeOffset at, string source) =>
        $"{RemedyFacts.Of(remedy).Participle} by {user} with kubectl helmstuck at {PlainText.Clock(at)} ({source})";

    private static string By(ManagedField? field) =>
        field?.Time is not { } time ? Unknown
        : field.Manager.Length == 0 ? $"at {PlainText.Clock(time)} (it is not known by whom)"
        : $"by {field.Manager} at {PlainText.Clock(time)}";
}
