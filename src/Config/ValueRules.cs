using System.Globalization;
using System.Text.RegularExpressions;
using Helmstuck.Go;

namespace Helmstuck.Config;

/// <summary>What is wrong with a value, as the end of the sentence "VALUE …"; null if nothing is.</summary>
internal static class ValueRules
{
    /// <summary>
    /// Longer than any job or context name needs; an expression that needs more never ends. RegexOptions.NonBacktracking needs no limit,
    /// but its engine would make the executable larger.
    /// </summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>A search expression with a time limit; throws <see cref="ArgumentException"/> for a bad one.</summary>
    public static Regex Compile(string expression) => new(expression, RegexOptions.CultureInvariant, MatchLimit);

    public static string? NotEmpty(string value) => string.IsNullOrWhiteSpace(value) ? "is empty" : null;

    public static string? Boolean(string value) => bool.TryParse(value, out _) ? null : "is not true or false";

    public static string? Share(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? null
            : "is not a number from 0 to 1";

    public static string? Duration(string value) => GoDuration.Parse(value) is null ? "is not a duration like 10m, 90s or 1h30m" : null;

    public static string? TimeLimit(string value) =>
        Duration(value)
        ?? (
            GoDuration.Parse(value) is { } limit && limit >= TimeSpan.FromMilliseconds(1) && limit <= LongestWait
                ? null
                : "is not between 1ms and 24h"
        );

    public static string? Regex(string value)
    {
        try
        {
            _ = Compile(value);
            return null;
        }
        catch (ArgumentException error)
        {
            // Its message begins with "Invalid pattern 'x' at offset 3. ": the pattern is quoted already.
            var reason = error.Message[
                (error.Message.LastIndexOf(". ", error.Message.Length - 2, StringComparison.Ordinal) is > 0 and var dot ? dot + 2 : 0)..
            ];
            return $"is not a regular expression: {reason.TrimEnd('.')}";
        }
    }

    public static Func<string, string?> OneOf(params string[] choices) =>
        value => choices.Contains(value) ? null : $"is not one of {string.Join(", ", choices)}";

    /// <summary>A DNS label (Kubernetes: validation.IsDNS1123Label).</summary>
    public static string? NamespaceName(string value) =>
        value.Length is > 0 and <= 63
        && value[0] != '-'
        && value[^1] != '-'
        && value.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            ? null
            : "is not a namespace's name";

    /// <summary>Owner and name of a GitHub repository.</summary>
    public static string? RepositoryName(string value) =>
        value.Split('/') is { Length: 2 } parts
        && parts.All(part =>
            part.Length > 0
            && part.Any(char.IsAsciiLetterOrDigit)
            && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        )
            ? null
            : "is not a repository like owner/name";

    public static string? VariableName(string value) =>
        value.Length > 0 && !char.IsAsciiDigit(value[0]) && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? null
            : "the value is not the name of an environment variable (put the token itself into that variable, never here)";

    public static string? WebAddress(string value)
    {
        if (
            !Uri.TryCreate(value, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http")
            || address.Host.Length == 0
        )
            return "the value is not an https address";
        if (address.UserInfo.Length > 0)
            return "the value holds a user or password: use tokenEnv or tokenFile";
        return address.Query.Length > 0 || address.Fragment.Length > 0 ? "the value holds a query or a fragment" : null;
    }
}
