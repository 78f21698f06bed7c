namespace Helmstuck.Kube.Configuration;

/// <summary>Two files define an entry of that list and name differently; the one at <paramref name="Counts"/> is used.</summary>
internal sealed record Contradiction(string List, string Name, string Counts, string Ignored)
{
    /// <summary>kubectl says nothing of it, and uses the first as well.</summary>
    public string Notice => $"Warning: {List[..^1]} \"{Name}\" is defined in {Counts} and differently in {Ignored}: {Counts} counts";
}
