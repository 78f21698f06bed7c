namespace Helmstuck.Runbook;

/// <summary>Text for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>The word as it must be typed: quoted only if a shell would interpret it.</summary>
    public static string Quote(string word) =>
        word.Length > 0
        && word.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '/' or ':' or '%' or '=' or ',' or '@' or '+'
        )
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
