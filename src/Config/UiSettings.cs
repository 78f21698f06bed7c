namespace Helmstuck.Config;

internal sealed record UiSettings
{
    /// <summary><c>default</c>, <c>mono</c> or <c>high-contrast</c>.</summary>
    public string Theme { get; init; } = "default";

    public bool Ascii { get; init; }

    /// <summary>Between two looks at the cluster where no watch can be had.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);
}
