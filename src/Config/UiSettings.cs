namespace Helmstuck.Config;

internal sealed record UiSettings
{
    /// <summary><c>default</c>, <c>mono</c> or <c>high-contrast</c>.</summary>
    public string Theme { get; init; } = "default";

    public bool Ascii { get; init; }

    /// <summary>The time between two reads of the cluster if it cannot be watched.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);
}
