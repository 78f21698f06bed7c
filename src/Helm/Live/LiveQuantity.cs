using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Helmstuck.Helm.Live;

/// <summary>Quantities and durations as Kubernetes understands them, only for comparison.</summary>
internal static class LiveQuantity
{
    private const int LongestText = 64;
    private const int LargestExponent = 40;

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");
    private static readonly BigInteger Nano = BigInteger.Pow(10, 9);

    /// <summary>
    /// In billionths, rounded away from zero as the API server does (Kubernetes: apimachinery api/resource/quantity.go): 1000m = 1 = 1e0,
    /// 1Gi = 1024Mi, 0.5 = 500m. Null if the text is not a quantity.
    /// </summary>
    public static BigInteger? Parse(string text)
    {
        if (text.Length is 0 or > LongestText)
            return null;
        var negative = text[0] == '-';
        var rest = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        var digits = BigInteger.Zero;
        var fraction = 0;
        var dot = false;
        var any = false;
        var at = 0;
        for (; at < rest.Length; at++)
        {
            if (rest[at] == '.' && !dot)
            {
                dot = true;
                continue;
            }
            if (!char.IsAsciiDigit(rest[at]))
                break;
            digits = digits * 10 + (rest[at] - '0');
            any = true;
            if (dot)
                fraction++;
        }
        if (!any || Factor(rest[at..]) is not { } factor)
            return null;
        var numerator = digits * factor * (negative ? -1 : 1);
        var value = BigInteger.DivRem(numerator, BigInteger.Pow(10, fraction), out var left);
        return left.IsZero ? value : value + left.Sign;
    }

    /// <summary>The suffix in billionths.</summary>
    private static BigInteger? Factor(ReadOnlySpan<char> suffix)
    {
        switch (suffix)
        {
            case "n":
                return 1;
            case "u":
                return 1000;
            case "m":
                return 1_000_000;
            case "":
                return Nano;
            case "k":
                return Nano * BigInteger.Pow(10, 3);
            case "M":
                return Nano * BigInteger.Pow(10, 6);
            case "G":
                return Nano * BigInteger.Pow(10, 9);
            case "T":
                return Nano * BigInteger.Pow(10, 12);
            case "P":
                return Nano * BigInteger.Pow(10, 15);
            case "E":
                return Nano * BigInteger.Pow(10, 18);
            case "Ki":
                return Nano << 10;
            case "Mi":
                return Nano << 20;
            case "Gi":
                return Nano << 30;
            case "Ti":
                return Nano << 40;
            case "Pi":
                return Nano << 50;
            case "Ei":
                return Nano << 60;
        }
        if (
            suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -9 or > LargestExponent
        )
            return null;
        return BigInteger.Pow(10, 9 + exponent);
    }

    /// <summary>A Go duration (<c>1h30m</c>, <c>2160h0m0s</c>) in nanoseconds, or null.</summary>
    public static BigInteger? ParseDuration(string text)
    {
        if (text.Length is 0 or > LongestText)
            return null;
        var rest = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (rest.IsEmpty)
            return null;
        var total = BigInteger.Zero;
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExcept(NumberLetters);
            if (
                length <= 0
                || !decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
                return null;
            rest = rest[length..];
            var (unit, nanoseconds) = rest switch
            {
                ['n', 's', ..] => (2, 1m),
                ['u' or 'µ' or 'μ', 's', ..] => (2, 1_000m),
                ['m', 's', ..] => (2, 1_000_000m),
                ['s', ..] => (1, 1_000_000_000m),
                ['m', ..] => (1, 60_000_000_000m),
                ['h', ..] => (1, 3_600_000_000_000m),
                _ => (0, 0m),
            };
            if (unit == 0 || number > 1_000_000_000m)
                return null;
            total += new BigInteger(number * nanoseconds);
            rest = rest[unit..];
        }
        return text[0] == '-' ? -total : total;
    }
}
