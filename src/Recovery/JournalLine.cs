using System.Text.Json.Serialization;

namespace Helmstuck.Recovery;

/// <summary>
/// One line of the journal (docs/schema/journal-line.json): an intent, or with a result the end of an action. Never a payload.
/// </summary>
/// <param name="Checks">Each check's id and state, in the runbook's order.</param>
/// <param name="Attested">Ids of the checks that were attested.</param>
/// <param name="Backup">Path of the backup.</param>
/// <param name="Evidence">What each check said: its summary, then its evidence, without the values of objects.</param>
internal record JournalLine(
    string Time,
    string Entry,
    string User,
    string Context,
    string Server,
    string Namespace,
    string Record,
    string Uid,
    string ResourceVersion,
    Dictionary<string, string> Checks,
    JournalLine.Lifted[] Overrides,
    string[] Attested,
    string Backup,
    [property: JsonPropertyOrder(4)] Dictionary<string, string[]> Evidence
)
{
    /// <summary>How it ended; null for an intent.</summary>
    [JsonPropertyOrder(1)]
    public string? Result { get; protected init; }

    /// <summary>A check that was overridden, and why.</summary>
    internal sealed record Lifted(string Check, string Reason);
}
