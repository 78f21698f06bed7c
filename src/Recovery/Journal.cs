using System.Text.Json;
using Helmstuck.Helm;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>Writes the journal's lines: one per intent and one per result. Never a payload.</summary>
internal sealed class Journal(StateFolder folder, TimeProvider time)
{
    /// <summary>Who acts, on which cluster.</summary>
    internal sealed record Actor(string User, string Context, string Server);

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the line cannot be written.</summary>
    public void Write(string entry, Actor actor, RecordMeta record, IReadOnlyList<Check> checks, GateDecision? gate, string? backup, string? result, IReadOnlyList<string>? lines = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", Words.Rfc3339(time.GetUtcNow()));
            json.WriteString("entry", entry);
            json.WriteString("user", actor.User);
            json.WriteString("context", actor.Context);
            json.WriteString("server", actor.Server);
            json.WriteString("namespace", record.Namespace);
            json.WriteString("record", record.ObjectName);
            json.WriteString("uid", record.Uid);
            json.WriteString("resourceVersion", record.ResourceVersion);
            if (gate is not null)
                WriteGate(json, checks, gate);
            if (backup is not null)
                json.WriteString("backup", backup);
            if (result is not null)
                json.WriteString("result", result);
            if (lines is { Count: > 0 })
            {
                json.WriteStartArray("lines");
                foreach (var line in lines)
                    json.WriteStringValue(line);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        folder.AppendJournal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteGate(Utf8JsonWriter json, IReadOnlyList<Check> checks, GateDecision gate)
    {
        json.WriteStartObject("checks");
        foreach (var check in checks)
            json.WriteString(check.Id, Spelling.Of(check.State));
        json.WriteEndObject();
        json.WriteStartArray("overrides");
        foreach (var lifted in gate.Applied)
        {
            json.WriteStartObject();
            json.WriteString("check", lifted.CheckId);
            json.WriteString("reason", lifted.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("attested");
        if (gate.Attested)
            json.WriteStringValue(CheckId.CiJobs);
        json.WriteEndArray();
    }
}
