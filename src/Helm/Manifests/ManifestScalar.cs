using System.Globalization;
using System.Numerics;
using System.Text;

namespace Helmstuck.Helm.Manifests;

/// <summary>What a scalar means: null, bool, long, ulong, double or string.</summary>
internal readonly record struct ManifestScalar(object? Value)
{
    /// <summary>
    /// By the rules of go-yaml 2, with which Helm reads manifests (sigs.k8s.io/yaml goyaml.v2/resolve.go): YAML 1.1 without base 60. Throws
    /// <see cref="ManifestException"/> if go-yaml rejects the scalar.
    /// </summary>
    public static ManifestScalar Of(ManifestScalarNode node)
    {
        if (node.Tag.Length == 0)
            return new ManifestScalar(node.Plain ? Resolve(node.Value) : node.Value);
        const string prefix = "tag:yaml.org,2002:";
        var tag = node.Tag.StartsWith(prefix, StringComparison.Ordinal) ? node.Tag[prefix.Length..] : node.Tag;
        if (tag is not ("int" or "float" or "bool" or "null" or "binary"))
            return new ManifestScalar(node.Value);
        if (tag == "binary")
        {
            var bytes = new byte[node.Value.Length];
            return Convert.TryFromBase64String(node.Value, bytes, out var length)
                ? new ManifestScalar(Encoding.UTF8.GetString(bytes, 0, length))
                : throw new ManifestException("a !!binary value is not base64.");
        }
        var value = Resolve(node.Value);
        return (tag, value) switch
        {
            ("int", long or ulong) or ("float", double) or ("bool", bool) or ("null", null) => new ManifestScalar(value),
            ("float", long whole) => new ManifestScalar((double)whole),
            _ => throw new ManifestException($"a value is tagged !!{tag} but is not one."),
        };
    }

    /// <summary>
    /// As a member's name in JSON (sigs.k8s.io/yaml convertToJSONableObject). Throws <see cref="ManifestException"/> for null and numbers
    /// beyond signed 64 bits.
    /// </summary>
    public string AsKey() =>
        Value switch
        {
            string text => text,
            bool flag => flag ? "true" : "false",
            long whole => whole.ToString(CultureInfo.InvariantCulture),
            double number => FloatKey(number),
            _ => throw new ManifestException("a key is null or too large a number."),
        };

    private static object? Resolve(string text)
    {
        if (text.Length == 0)
            return null;
        switch (text[0])
        {
            case 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~':
                return text switch
                {
                    "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
                    "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
                    "~" or "null" or "Null" or "NULL" => null,
                    _ => text,
                };
            case '.':
                return text switch
                {
                    ".nan" or ".NaN" or ".NAN" => double.NaN,
                    ".inf" or ".Inf" or ".INF" => double.PositiveInfinity,
                    _ => Float(text) is { } number ? number : text,
                };
            case '+' or '-' or (>= '0' and <= '9'):
                return Number(text) ?? text;
            default:
                return text;
        }
    }

    private static object? Number(string text)
    {
        if (text is "+.inf" or "+.Inf" or "+.INF")
            return double.PositiveInfinity;
        if (text is "-.inf" or "-.Inf" or "-.INF")
            return double.NegativeInfinity;
        var plain = text.Contains('_') ? text.Replace("_", "", StringComparison.Ordinal) : text;
        return Whole(plain) ?? Float(plain);
    }

    /// <summary>As Go's strconv.ParseInt with base 0, then ParseUint: 0x, 0o, 0b and a leading 0 for octal.</summary>
    private static object? Whole(ReadOnlySpan<char> text)
    {
        var negative = text.StartsWith('-');
        var signed = negative || text.StartsWith('+');
        var digits = signed ? text[1..] : text;
        var radix = 10u;
        if (digits.Length > 1 && digits[0] == '0')
        {
            (radix, var skip) = (digits[1] | 0x20) switch
            {
                'x' => (16u, 2),
                'o' => (8u, 2),
                'b' => (2u, 2),
                _ => (8u, 1),
            };
            digits = digits[skip..];
        }
        if (digits.IsEmpty)
            return null;
        var large = BigInteger.Zero;
        var small = 0ul;
        var isLarge = false;
        foreach (var letter in digits)
        {
            if (
                !char.IsAsciiHexDigit(letter)
                || Convert.ToUInt32(letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10) is var digit && digit >= radix
            )
                return null;
            if (!isLarge && small > (ulong.MaxValue - digit) / radix)
            {
                // A decimal number beyond 64 bits becomes a float below.
                if (radix == 10)
                    return null;
                (isLarge, large) = (true, small);
            }
            if (isLarge)
                large = large * radix + digit;
            else
                small = small * radix + digit;
        }
        if (isLarge)
            return negative ? null : (double)large;
        if (!negative && small <= long.MaxValue)
            return (long)small;
        if (negative && small <= 1ul << 63)
            return unchecked(-(long)small);
        return signed ? null : small;
    }

    /// <summary>
    /// go-yaml's pattern, without a regular expression: <c>[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?</c>, and within a double's
    /// range.
    /// </summary>
    private static double? Float(ReadOnlySpan<char> text)
    {
        var rest = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        var before = Digits(ref rest);
        var after = 0;
        if (rest.Length > 0 && rest[0] == '.')
        {
            rest = rest[1..];
            after = Digits(ref rest);
            if (before + after == 0)
                return null;
        }
        else if (before == 0)
        {
            return null;
        }
        if (rest.Length > 0 && rest[0] is 'e' or 'E')
        {
            rest = rest[1..];
            if (rest.Length > 0 && rest[0] is '+' or '-')
                rest = rest[1..];
            if (Digits(ref rest) == 0)
                return null;
        }
        return
            rest.IsEmpty
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;
    }

    private static int Digits(ref ReadOnlySpan<char> rest)
    {
        var count = rest.IndexOfAnyExceptInRange('0', '9');
        if (count < 0)
            count = rest.Length;
        rest = rest[count..];
        return count;
    }

    /// <summary>
    /// As Go's FormatFloat(number, 'g', -1, 32): the fewest digits that give the same float, with an exponent below 1e-4 and from 1e6 on.
    /// </summary>
    private static string FloatKey(double number)
    {
        if (double.IsNaN(number))
            return ".nan";
        var single = (float)number;
        if (float.IsInfinity(single))
            return single > 0 ? ".inf" : "-.inf";
        if (single == 0)
            return float.IsNegative(single) ? "-0" : "0";
        // Seven digits do not always tell floats apart, nine always do.
        var digits = 1;
        var text = "";
        for (; digits <= 9; digits++)
        {
            text = single.ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture).Equals(single))
                break;
        }
        var letter = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(letter + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent is >= -4 and < 6
            ? ((double)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)).ToString(
                "0.##############",
                CultureInfo.InvariantCulture
            )
            : $"{text.AsSpan(0, letter)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
