namespace Helmstuck.Config;

/// <param name="HpaTolerance">The share of the desired replicas that may be missing if an HPA scales: 0 to 1.</param>
internal sealed record HealthSettings(double HpaTolerance = 0.10);
