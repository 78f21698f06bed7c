using System.Text.Json.Serialization;

namespace Helmstuck.Recovery;

/// <summary>The journal's line for how an action ended: the members of its intent, and the result.</summary>
internal sealed record JournalResultLine : JournalLine
{
    public JournalResultLine(JournalLine action, Journal.Result result)
        : base(action)
    {
        Result = result.Word;
        Applied = result.Applied;
        Lines = [.. result.Lines];
    }

    /// <summary>Whether this very record was deleted, marked or put back; null where that is not known.</summary>
    [JsonPropertyOrder(2)]
    public bool? Applied { get; }

    /// <summary>What was reported.</summary>
    [JsonPropertyOrder(3)]
    public string[] Lines { get; }
}
