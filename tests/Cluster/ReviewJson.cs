using System.Text.Json;

namespace Helmstuck.Tests.Cluster;

/// <summary>A Review as <c>explain -o json</c> prints it, and what tests ask of it.</summary>
internal sealed record ReviewJson(JsonElement Root)
{
    public string Advice => Root.GetProperty("recommendation").GetProperty("action").GetString()!;

    public IReadOnlyList<string> Reasons =>
        [.. Root.GetProperty("recommendation").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)];

    public IReadOnlyList<JsonElement> Workloads => [.. Root.GetProperty("workloads").EnumerateArray()];

    /// <summary>The notes of the outlook, by their ids.</summary>
    public ILookup<string, string> Notes =>
        Root.GetProperty("outlook")
            .GetProperty("notes")
            .EnumerateArray()
            .ToLookup(note => note.GetProperty("id").GetString()!, note => note.GetProperty("text").GetString()!);

    public (string State, string Summary) Check(string id)
    {
        var check = Root.GetProperty("checks").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        return (check.GetProperty("state").GetString()!, check.GetProperty("summary").GetString()!);
    }

    /// <summary>
    /// A verdict of the outlook: <c>refused: WORDS</c> in Helm 4's words, <c>proceeds 2 -> 3</c>, and so on. <paramref name="stage"/>: now,
    /// afterDelete, afterMarkFailed.
    /// </summary>
    public string Verdict(string stage, string command)
    {
        var verdict = Root.GetProperty("outlook").GetProperty(stage).GetProperty(command);
        return verdict.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
            ? $"refused: {error.GetProperty("helm4").GetString()}"
            : $"{verdict.GetProperty("outcome").GetString()} {verdict.GetProperty("base")} -> {verdict.GetProperty("newRevision")}";
    }
}
