using System.CommandLine;
using System.CommandLine.Parsing;

namespace Helmstuck.Cli;

/// <summary>What is wrong with a command line, in kubectl's words.</summary>
internal static class UsageError
{
    public static string Of(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is [var token, ..])
        {
            if (token.StartsWith("--", StringComparison.Ordinal))
                return $"unknown flag: {token.Split('=')[0]}";
            if (token.Length > 1 && token[0] == '-')
                return $"unknown shorthand flag: '{token[1]}' in {token}";
            return parsed.CommandResult.Command.Subcommands.Count > 0
                ? $"unknown command \"{token}\" for \"{CommandPath(parsed)}\""
                : $"unexpected argument: {token}";
        }
        return Lower(parsed.Errors[0].Message.TrimEnd('.'));
    }

    /// <summary><c>kubectl helmstuck unstick</c></summary>
    public static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = command.Parent)
            names.Insert(0, command.Command.Name);
        return string.Join(' ', [CommandLine.Name, .. names]);
    }

    private static string Lower(string text) => text.Length > 1 && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
