namespace Helmstuck.Tui.State;

/// <summary>A run of the credential plugin.</summary>
internal sealed class PluginRun(string name, DateTimeOffset? since, string context = "")
{
    public string Name => name;

    /// <inheritdoc cref="ReleaseKey.Context"/>
    public string Context => context;

    /// <summary>By the model's clock.</summary>
    public DateTimeOffset? Since => since;
}
