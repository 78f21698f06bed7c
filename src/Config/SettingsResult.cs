namespace Helmstuck.Config;

/// <summary>The settings, or what is wrong with them.</summary>
internal abstract record SettingsResult
{
    /// <param name="Settings">Everything, with defaults where nothing is set.</param>
    /// <param name="Provenance">Where each value came from.</param>
    public sealed record Ok(Settings Settings, Provenance Provenance) : SettingsResult;

    /// <param name="Message">One line that names the file or variable, the key and the value; without <c>error:</c>.</param>
    public sealed record Failed(string Message) : SettingsResult;
}
