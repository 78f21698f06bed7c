namespace Helmstuck.Helm.Outlook;

/// <summary>The Helm versions that the forecasts are about.</summary>
internal static class HelmRules
{
    /// <summary>The first and the last version of Helm whose rules are implemented.</summary>
    public const string Versions = "3.17-4.3";
}
