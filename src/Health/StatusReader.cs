using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// Reads an object's counts and conditions as the API server does: an absent count is 0 (Go's omitempty); one that is not a
/// whole number of 0 or more is noted in <see cref="Malformed"/>, so that invalid values never result in "healthy".
/// </summary>
internal sealed class StatusReader(KubeObject workload)
{
    /// <summary>
    /// The first member that could not be understood (<c>status.replicas</c>), or null. Final once everything needed has been read.
    /// </summary>
    public string? Malformed { get; private set; }

    public JsonElement Json => workload.Json;

    public ObjectMeta Meta => workload.Meta;

    /// <summary>Its pods get a new template only when somebody deletes them.</summary>
    public bool IsUpdatedOnDelete => Json.Text("spec", "updateStrategy", "type") == "OnDelete";

    /// <summary>A count, 0 if absent.</summary>
    public long Count(params ReadOnlySpan<string> path) => CountOrNull(path) ?? 0;

    /// <summary>A count, null if absent.</summary>
    public long? CountOrNull(params ReadOnlySpan<string> path)
    {
        if (Json.At(path) is null)
            return null;
        if (Json.Number(path) is { } count and >= 0)
            return count;
        Note(path);
        return null;
    }

    /// <summary>A boolean, false if absent.</summary>
    public bool Flag(params ReadOnlySpan<string> path)
    {
        if (Json.At(path) is null)
            return false;
        if (Json.Flag(path) is { } flag)
            return flag;
        Note(path);
        return false;
    }

    public Condition? Condition(string type) =>
        ConditionsOf(Json).Where(found => found.Type == type).Select(found => (Condition?)found).FirstOrDefault();

    /// <summary>The entries of <c>status.conditions</c> of any object.</summary>
    public static IEnumerable<Condition> ConditionsOf(JsonElement json) => json.Items("status", "conditions").Select(ConditionOf);

    /// <summary>One entry of a list of conditions.</summary>
    public static Condition ConditionOf(JsonElement item) =>
        new(item.Text("type") ?? "", item.Text("status") ?? "", item.Text("reason") ?? "", item.Text("message") ?? "")
        {
            TransitionTime = item.Time("lastTransitionTime"),
            UpdateTime = item.Time("lastUpdateTime"),
        };

    private void Note(ReadOnlySpan<string> path) => Malformed ??= string.Join('.', path.ToArray());
}
