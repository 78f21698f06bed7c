using System.Buffers;
using System.Globalization;
using System.Text;

namespace Helmstuck.Go;

/// <summary>Durations in Go's syntax: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>1.5h</c>, <c>100ms</c> (Go: time.ParseDuration).</summary>
internal static class GoDuration
{
    /// <summary>Go counts nanoseconds in an int64: about 290 years.</summary>
    private const decimal MostTicks = long.MaxValue / 100;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Whole seconds (<c>30</c>) or a Go duration (<c>1m30s</c>, <c>1.5h</c>, <c>250ms</c>); null for anything else, and for a negative
    /// one (client-go: tools/clientcmd/helpers.go ParseTimeout).
    /// </summary>
    public static TimeSpan? ParseTimeout(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0)
            return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
        return Parse(text);
    }

    /// <summary>
    /// A duration with units, or a bare <c>0</c>; null if it is not a duration, is negative, or is longer than Go can hold.
    /// </summary>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan();
        if (rest.StartsWith("+"))
            rest = rest[1..];
        if (rest is "0")
            return TimeSpan.Zero;
        if (rest.IsEmpty)
            return null;
        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (
                digits <= 0
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
                return null;
            rest = rest[digits..];
            var end = rest.IndexOfAny(Digits);
            var unit = end < 0 ? rest : rest[..end];
            decimal? ticks = unit switch
            {
                "ns" => 0.01m,
                "us" or "µs" or "μs" => 10m,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => null,
            };
            if (ticks is not { } factor || number > 1e12m)
                return null;
            total += number * factor;
            if (total > MostTicks)
                return null;
            rest = rest[unit.Length..];
        }
        return new TimeSpan((long)total);
    }

    /// <summary>The shortest spelling that Go reads back: <c>1h30m</c>, <c>10m</c>, <c>1.5s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        if (duration < TimeSpan.FromMilliseconds(1))
            return Number((decimal)duration.Ticks / TimeSpan.TicksPerMicrosecond) + "µs";
        if (duration < TimeSpan.FromSeconds(1))
            return Number((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond) + "ms";
        var text = new StringBuilder();
        Append(duration.Ticks / TimeSpan.TicksPerHour, "h");
        Append(duration.Minutes, "m");
        Append((decimal)(duration.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond, "s");
        return text.ToString();

        void Append(decimal count, string unit)
        {
            if (count != 0)
                text.Append(Number(count)).Append(unit);
        }

        static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
    }
}
