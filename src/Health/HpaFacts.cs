namespace Helmstuck.Health;

/// <summary>The autoscaler that targets a workload.</summary>
internal sealed record HpaFacts(string Name, long? Min, long? Max, long? Current, long? Desired)
{
    /// <summary>Conditions that say that the autoscaler does not work, in words; empty if it works.</summary>
    public string Trouble { get; init; } = "";
}
