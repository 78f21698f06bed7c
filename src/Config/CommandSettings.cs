using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A program that reports whether a deploy is running: exit 0 if none is, exit 1 if one is.</summary>
internal sealed record CommandSettings
{
    public required string Name { get; init; }
    public required IReadOnlyList<string> Run { get; init; }
    public required TimeSpan Timeout { get; init; }

    /// <summary>The contexts in which this program is run; null: all.</summary>
    public Regex? Contexts { get; init; }
}
