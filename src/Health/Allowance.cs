using System.Globalization;

namespace Helmstuck.Health;

/// <summary>How far the counts of a Deployment may differ because an HPA scales it.</summary>
internal sealed class Allowance(DeploymentFacts facts, HpaFacts hpa, double tolerance)
{
    // Decimal, because 0.29 × 100 is 28.999… in binary floating point, and its floor would be one too low.
    private readonly decimal share = double.IsNaN(tolerance) ? 0 : (decimal)Math.Clamp(tolerance, 0, 1);
    private readonly long pending = Math.Abs(facts.Desired - facts.Updated);
    private readonly long missing = Math.Abs(facts.Updated - facts.Available);

    private long Allowed => (long)decimal.Floor(share * facts.Desired);

    /// <summary>Whether any difference is allowed.</summary>
    public bool Differs => pending > 0 || missing > 0;

    public bool Holds => pending <= Allowed && missing <= Allowed;

    /// <summary>"the 10 % HPA tolerance (3)": the share, and the pods that it comes to.</summary>
    public string Name => $"the {Number(share * 100)} % HPA tolerance ({Allowed})";

    public string Arithmetic =>
        $"|desired − updated| = {pending}, |updated − available| = {missing}, "
        + $"allowed floor({Number(share)} × {facts.Desired}) = {Allowed}; HPA {hpa.Name} scales it";

    private static string Number(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
