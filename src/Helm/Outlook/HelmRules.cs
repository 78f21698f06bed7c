namespace Helmstuck.Helm.Outlook;

/// <summary>Which Helm the forecasts speak of.</summary>
internal static class HelmRules
{
    /// <summary>The first and the last version of Helm whose rules are written down here.</summary>
    public const string Versions = "3.17-4.3";
}
