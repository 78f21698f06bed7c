using System.Text;

namespace Helmstuck.Processes;

/// <summary>A command line as it may be shown: what may hold a secret is masked.</summary>
internal static class MaskedCommand
{
    private const string Mask = "***";

    private static readonly string[] SecretWords =
    [
        "set",
        "password",
        "passwd",
        "token",
        "secret",
        "key",
        "credential",
        "username",
        "args",
        "header",
    ];

    /// <summary>
    /// The program's name and its arguments; the values of flags that set values or name secrets are masked, in either spelling.
    /// </summary>
    public static string Of(IReadOnlyList<string> arguments)
    {
        var shown = new StringBuilder(arguments.Count == 0 ? "" : Path.GetFileName(arguments[0]));
        var isValue = false;
        foreach (var argument in arguments.Skip(1))
        {
            shown.Append(' ').Append(isValue ? Mask : One(argument));
            isValue = !isValue && argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal) && HoldsSecret(argument);
        }
        return shown.ToString();
    }

    private static string One(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (argument.StartsWith('-') && equals > 0 && HoldsSecret(argument[..equals]))
            return argument[..(equals + 1)] + Mask;
        // A whole command line as one argument, as helmfile's --args takes it, and "name=value" that is no flag.
        if (
            argument.Contains(" -", StringComparison.Ordinal)
            || (!argument.StartsWith('-') && equals > 0 && HoldsSecret(argument[..equals]))
        )
            return Mask;
        return WithoutQuery(WithoutUser(argument));
    }

    private static bool HoldsSecret(string flag) =>
        !flag.StartsWith("--reset-", StringComparison.Ordinal)
        && SecretWords.Any(word => flag.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary><c>https://host/web.tgz?token=…</c> without its query: a signed address is a credential.</summary>
    private static string WithoutQuery(string argument) =>
        argument.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && argument.IndexOf('?', scheme) is > 0 and var query
            ? argument[..(query + 1)] + Mask
            : argument;

    /// <summary><c>https://user:password@host</c> without its user.</summary>
    private static string WithoutUser(string argument)
    {
        var scheme = argument.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return argument;
        var start = scheme + 3;
        var end = argument.IndexOf('/', start) is >= 0 and var slash ? slash : argument.Length;
        var at = argument.LastIndexOf('@', end - 1, end - start);
        return at < 0 ? argument : argument[..start] + Mask + argument[at..];
    }
}
