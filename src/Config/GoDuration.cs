using System.Buffers;
using System.Globalization;
using System.Text;

namespace Helmstuck.Config;

/// <summary>
/// Durations as Go spells them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>1.5h</c>, <c>100ms</c> (Go: time.ParseDuration, without a sign).
/// </summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private static readonly (string Name, decimal Ticks)[] Units =
    [
        ("ns", 0.01m),
        ("us", 10m),
        ("µs", 10m),
        ("μs", 10m),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>
    /// Reads a duration of at most 100 years; false for anything else. A bare <c>0</c> is the one number that needs no unit.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
            return true;
        var rest = text.AsSpan();
        var ticks = 0m;
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (
                digits <= 0
                || digits > 18
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
                return false;
            rest = rest[digits..];
            var end = rest.IndexOfAny(NumberLetters);
            var unit = end < 0 ? rest : rest[..end];
            var ticksPerUnit = 0m;
            foreach (var (name, ticksOfName) in Units)
            {
                if (unit.SequenceEqual(name))
                    ticksPerUnit = ticksOfName;
            }
            if (ticksPerUnit == 0m)
                return false;
            ticks += number * ticksPerUnit;
            if (ticks > 36500m * TimeSpan.TicksPerDay)
                return false;
            rest = rest[unit.Length..];
        }
        duration = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>The duration in its shortest spelling, to the millisecond: <c>1h30m</c>, <c>10m</c>, <c>2s</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        Append((long)duration.TotalHours, "h");
        Append(duration.Minutes, "m");
        Append(duration.Seconds, "s");
        Append(duration.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();

        void Append(long count, string unit)
        {
            if (count != 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }
    }
}
