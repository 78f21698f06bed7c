namespace Helmstuck.Config;

internal sealed record HelmSettings
{
    /// <summary>How long Helm must not have written anything.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The longest <c>--timeout</c> that deploys of this cluster use: until then a Helm that waits for its objects may still be alive.
    /// </summary>
    public TimeSpan LongestTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Look for Helm processes on this machine.</summary>
    public bool LocalProcesses { get; init; } = true;

    /// <summary><c>secret</c> or <c>configmap</c>.</summary>
    public string Driver { get; init; } = "secret";
}
