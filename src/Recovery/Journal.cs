using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Client;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>Writes the journal's lines: one per intent and one per result. Never a payload.</summary>
internal sealed class Journal(StateFolder folder, TimeProvider time)
{
    /// <summary>The user and the cluster of an action.</summary>
    internal sealed record Actor(string User, string Context, string Server)
    {
        /// <summary>The user as the API server sees it, else as in the kubeconfig.</summary>
        public static async Task<Actor> OfAsync(KubeClient client, CancellationToken cancellation)
        {
            var who = await client.WhoAmIAsync(cancellation).ConfigureAwait(false);
            var name = who.ValueOrDefault is { } known ? (known.FromServer ? known.Name : $"{known.Name} (by kubeconfig)") : "unknown";
            return new Actor(name, client.Target.Context, client.Target.ServerHost);
        }
    }

    /// <summary>
    /// The result. <paramref name="Applied"/>: whether this record was deleted, marked or restored; null if that is not known.
    /// </summary>
    internal sealed record Result(string Word, bool? Applied, IReadOnlyList<string> Lines);

    public static string WordFor(RecoveryOutcome outcome) =>
        outcome switch
        {
            RecoveryOutcome.Done => "done",
            RecoveryOutcome.Failed => "failed",
            RecoveryOutcome.Blocked => "blocked",
            RecoveryOutcome.Changed => "changed",
            _ => "unverified",
        };

    /// <summary>
    /// Writes one line; every line has the same members, so that each can be read alone. <paramref name="gate"/>: null if no check
    /// stands before it (a restore); <paramref name="result"/>: null for an intent. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> when it cannot be written.
    /// </summary>
    public void Write(
        string entry,
        Actor actor,
        RecordMeta record,
        IReadOnlyList<Check> checks,
        GateDecision? gate,
        string backup,
        Result? result
    )
    {
        var line = new JournalLine(
            PlainText.Rfc3339(time.GetUtcNow()),
            entry,
            actor.User,
            actor.Context,
            actor.Server,
            record.Namespace,
            record.ObjectName,
            record.Uid,
            record.ResourceVersion,
            checks.ToDictionary(check => check.Id, check => ReviewText.Of(check.State)),
            [.. (gate?.Applied ?? []).Select(lifted => new JournalLine.Lifted(lifted.CheckId, lifted.Reason))],
            [.. gate?.Attested ?? []],
            backup,
            checks.ToDictionary(check => check.Id, check => (string[])[check.Summary, .. check.Evidence])
        );
        folder.AppendJournal(
            result is null
                ? JsonSerializer.SerializeToUtf8Bytes(line, RecoveryJson.Default.JournalLine)
                : JsonSerializer.SerializeToUtf8Bytes(new JournalResultLine(line, result), RecoveryJson.Default.JournalResultLine)
        );
    }
}
