namespace Helmstuck.Config;

internal sealed record HelmSettings
{
    /// <summary>How long Helm must not have written anything.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>secret</c> or <c>configmap</c>.</summary>
    public string Driver { get; init; } = "secret";
}
