namespace Helmstuck.Cli;

/// <summary>
/// Flags over settings. <paramref name="Theme"/>: as typed, not yet checked. <paramref name="Refresh"/>: between two reads of the
/// cluster. <paramref name="Production"/>: the settings mark the context as production.
/// </summary>
internal sealed record DisplayOptions(
    string Theme,
    bool NoColor,
    bool Ascii,
    TimeSpan Refresh,
    bool Production = false,
    bool Mouse = false
);
