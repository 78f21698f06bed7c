using System.Text.Json.Serialization;

namespace Helmstuck.Recovery;

/// <summary>The journal's line for the end of an action: the members of its intent, and the result.</summary>
internal sealed record JournalResultLine : JournalLine
{
    public JournalResultLine(JournalLine action, Journal.Result result)
        : base(action)
    {
        Result = result.Word;
        Applied = result.Applied;
        Lines = [.. result.Lines];
    }

    /// <summary>Whether this record was deleted, marked or restored; null if that is not known.</summary>
    [JsonPropertyOrder(2)]
    public bool? Applied { get; }

    /// <summary>The lines that were printed.</summary>
    [JsonPropertyOrder(3)]
    public string[] Lines { get; }
}
