namespace Helmstuck.Bench;

/// <summary>The most that a measured value may be.</summary>
internal sealed record Budget(string Name, double Value, double Limit)
{
    public bool Held => Value <= Limit;
}
