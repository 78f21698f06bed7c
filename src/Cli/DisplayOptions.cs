namespace Helmstuck.Cli;

/// <summary>
/// Flags over settings. <paramref name="Theme"/>: as it was named, not yet checked. <paramref name="Refresh"/>: between two looks at the
/// cluster. <paramref name="Production"/>: the settings call the context so.
/// </summary>
internal sealed record DisplayOptions(string Theme, bool NoColor, bool Ascii, TimeSpan Refresh, bool Production = false);
