using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>Writes the journal's lines: one per intent and one per result. Never a payload.</summary>
internal sealed class Journal(StateFolder folder, TimeProvider time)
{
    /// <summary>Who acts, on which cluster.</summary>
    internal sealed record Actor(string User, string Context, string Server)
    {
        /// <summary>The user as the API server sees it; where it does not say, as the kubeconfig names it.</summary>
        public static async Task<Actor> OfAsync(KubeClient client, CancellationToken cancellation)
        {
            var who = await client.WhoAmIAsync(cancellation).ConfigureAwait(false);
            var name = who.ValueOrDefault is { } known ? (known.FromServer ? known.Name : $"{known.Name} (by kubeconfig)") : "unknown";
            return new Actor(name, client.Target.Context, client.Target.ServerHost);
        }
    }

    /// <summary>
    /// How it ended. <paramref name="Applied"/>: whether this very record was deleted, marked or put back; null where that is not known.
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
    /// Writes one line; every line has the same members, so that each can be read alone. <paramref name="gate"/>: null where no check
    /// stands before it (putting back); <paramref name="result"/>: null for an intent. Throws <see cref="IOException"/> or
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
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", PlainText.Rfc3339(time.GetUtcNow()));
            json.WriteString("entry", entry);
            json.WriteString("user", actor.User);
            json.WriteString("context", actor.Context);
            json.WriteString("server", actor.Server);
            json.WriteString("namespace", record.Namespace);
            json.WriteString("record", record.ObjectName);
            json.WriteString("uid", record.Uid);
            json.WriteString("resourceVersion", record.ResourceVersion);
            WriteGate(json, checks, gate);
            json.WriteString("backup", backup);
            if (result is not null)
                WriteResult(json, result);
            else
                json.WriteNull("result");
            json.WriteEndObject();
        }
        folder.AppendJournal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteResult(Utf8JsonWriter json, Result result)
    {
        json.WriteString("result", result.Word);
        if (result.Applied is { } applied)
            json.WriteBoolean("applied", applied);
        else
            json.WriteNull("applied");
        json.WriteStartArray("lines");
        foreach (var line in result.Lines)
            json.WriteStringValue(line);
        json.WriteEndArray();
    }

    private static void WriteGate(Utf8JsonWriter json, IReadOnlyList<Check> checks, GateDecision? gate)
    {
        json.WriteStartObject("checks");
        foreach (var check in checks)
            json.WriteString(check.Id, ReviewText.Of(check.State));
        json.WriteEndObject();
        json.WriteStartArray("overrides");
        foreach (var lifted in gate?.Applied ?? [])
        {
            json.WriteStartObject();
            json.WriteString("check", lifted.CheckId);
            json.WriteString("reason", lifted.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("attested");
        if (gate is { Attested: true })
            json.WriteStringValue(CheckId.CiJobs);
        json.WriteEndArray();
    }
}
