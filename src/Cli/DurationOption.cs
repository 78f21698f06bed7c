using System.CommandLine;
using System.Globalization;
using Helmstuck.Go;

namespace Helmstuck.Cli;

/// <summary>
/// An option that takes a duration: as Go and kubectl spell it (<c>90s</c>, <c>10m</c>, <c>1h30m</c>), or whole days (<c>90d</c>).
/// </summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> New(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "DURATION",
            CustomParser = parsed =>
            {
                var text = parsed.Tokens.Count == 1 ? parsed.Tokens[0].Value : "";
                if (Parse(text) is { } duration)
                    return duration;
                parsed.AddError($"invalid value \"{text}\" for {name}: use a duration such as 90s, 10m, 1h30m or 90d");
                return null;
            },
        };

    /// <summary>Null if it is no duration, or one that no clock can go back.</summary>
    public static TimeSpan? Parse(string text) =>
        text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? (days <= MostDays ? TimeSpan.FromDays(days) : null)
        : GoDuration.Parse(text) is { } duration && duration <= TimeSpan.FromDays(MostDays) ? duration
        : null;

    /// <summary>A hundred years: every time that is younger than that can be counted back from now.</summary>
    private const int MostDays = 36500;
}
