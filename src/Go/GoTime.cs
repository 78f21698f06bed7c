using System.Globalization;

namespace Helmstuck.Go;

/// <summary>The format of a time that Go's time.Time accepts in JSON; .NET's parsers accept much more.</summary>
internal static class GoTime
{
    /// <summary>
    /// Whether the text is RFC 3339 to the letter: <c>2026-01-31T23:59:59.9Z</c> or with an offset such as <c>+02:00</c>.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (
            !Two(text[5..], 1, 12, out var month)
            || !Two(text[11..], 0, 23, out _)
            || !Two(text[14..], 0, 59, out _)
            || !Two(text[17..], 0, 59, out _)
        )
            return false;
        if (!int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            return false;
        // Year 0 is a leap year in Go and not a year in .NET; 2000 has the same calendar.
        if (!Two(text[8..], 1, DateTime.DaysInMonth(year == 0 ? 2000 : year, month), out _))
            return false;
        var rest = text[19..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;
            rest = rest[(1 + digits)..];
        }
        return rest is "Z"
            || rest.Length == 6
                && (rest[0] is '+' or '-')
                && rest[3] == ':'
                && Two(rest[1..], 0, 23, out _)
                && Two(rest[4..], 0, 59, out _);
    }

    private static bool Two(ReadOnlySpan<char> text, int least, int most, out int value)
    {
        value = 0;
        if (!char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
            return false;
        value = (text[0] - '0') * 10 + text[1] - '0';
        return value >= least && value <= most;
    }
}
