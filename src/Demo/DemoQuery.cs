using System.Globalization;
using System.Text.Json.Nodes;

namespace Helmstuck.Demo;

/// <summary>The parameters of a request.</summary>
internal static class DemoQuery
{
    public static IReadOnlyDictionary<string, string> Parse(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                parameters[part[..equals]] = Uri.UnescapeDataString(part[(equals + 1)..].Replace('+', ' '));
        }
        return parameters;
    }

    /// <summary>
    /// Whether labels satisfy a selector: <c>a=b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a&gt;1</c>, <c>a</c>, joined by commas.
    /// </summary>
    public static bool Selects(string selector, JsonObject? labels)
    {
        foreach (var term in Terms(selector))
        {
            if (!Holds(term.Trim(), labels))
                return false;
        }
        return true;
    }

    private static bool Holds(string term, JsonObject? labels)
    {
        string? Label(string key) => (string?)labels?[key.Trim()];
        if (term.IndexOf(" in (", StringComparison.Ordinal) is var at and > 0)
            return term[(at + 5)..].TrimEnd(')').Split(',').Any(value => value.Trim() == Label(term[..at]));
        if (term.Split("!=") is [var other, var unwanted])
            return Label(other) != unwanted;
        if (term.Split('=', StringSplitOptions.RemoveEmptyEntries) is [var key, var wanted])
            return Label(key) == wanted;
        if (term.Split('>') is [var number, var bound])
            return int.TryParse(Label(number), NumberStyles.None, CultureInfo.InvariantCulture, out var has)
                && has > int.Parse(bound, CultureInfo.InvariantCulture);
        return Label(term) is not null;
    }

    private static IEnumerable<string> Terms(string selector)
    {
        var start = 0;
        var depth = 0;
        for (var index = 0; index < selector.Length; index++)
        {
            depth += selector[index] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (selector[index] != ',' || depth > 0)
                continue;
            yield return selector[start..index];
            start = index + 1;
        }
        if (start < selector.Length)
            yield return selector[start..];
    }
}
