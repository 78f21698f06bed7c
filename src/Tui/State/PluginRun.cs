namespace Helmstuck.Tui.State;

/// <summary>A run of the credential plugin.</summary>
internal sealed class PluginRun(string name, DateTimeOffset? since)
{
    public string Name => name;

    /// <summary>By the model's clock.</summary>
    public DateTimeOffset? Since => since;
}
