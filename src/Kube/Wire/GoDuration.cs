using System.Buffers;
using System.Globalization;
using System.Text;

namespace Helmstuck.Kube.Wire;

/// <summary>Durations as Go reads and prints them. client-go: tools/clientcmd/helpers.go ParseTimeout, Go: time.ParseDuration.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Whole seconds (<c>30</c>) or a Go duration (<c>1m30s</c>, <c>1.5h</c>, <c>250ms</c>); null for anything else, and for a negative
    /// one.
    /// </summary>
    public static TimeSpan? ParseTimeout(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
        return Parse(text);
    }

    /// <summary>A Go duration with its units; null where it is none or negative.</summary>
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
            rest = rest[unit.Length..];
        }
        // Go's own limit: 290 years of nanoseconds.
        return total <= 92_233_720_368_547_758m ? new TimeSpan((long)total) : null;
    }

    /// <summary><c>1m30s</c>, as Go's Duration.String prints it.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        if (duration < TimeSpan.FromSeconds(1))
            return duration < TimeSpan.FromMilliseconds(1)
                ? Number((decimal)duration.Ticks / 10) + "µs"
                : Number((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond) + "ms";
        var text = new StringBuilder();
        var hours = duration.Ticks / TimeSpan.TicksPerHour;
        var minutes = duration.Minutes;
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (hours > 0 || minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        return text.Append(Number((decimal)(duration.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond)).Append('s').ToString();

        static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
    }
}
