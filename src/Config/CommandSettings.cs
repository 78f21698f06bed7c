using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A program that says whether a deploy runs: exit 0 none does, exit 1 one does.</summary>
internal sealed record CommandSettings
{
    public required string Name { get; init; }
    public required IReadOnlyList<string> Run { get; init; }
    public required TimeSpan Timeout { get; init; }

    /// <summary>In which contexts this program is run; null: all.</summary>
    public Regex? Contexts { get; init; }
}
