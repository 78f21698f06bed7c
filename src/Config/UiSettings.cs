namespace Helmstuck.Config;

internal sealed record UiSettings
{
    /// <summary><c>default</c>, <c>mono</c>, <c>high-contrast</c> or <c>light</c>.</summary>
    public string Theme { get; init; } = "default";

    public bool Ascii { get; init; }

    /// <summary>A click selects a release, and the wheel scrolls.</summary>
    public bool Mouse { get; init; }

    /// <summary>The time between two reads of the cluster if it cannot be watched.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);
}
