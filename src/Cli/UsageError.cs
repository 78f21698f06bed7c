using System.CommandLine;
using System.CommandLine.Completions;
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
        var error = parsed.Errors[0];
        return error.SymbolResult is OptionResult { Option: var option, Tokens: [.., { Value: var value }] }
            ? $"invalid argument \"{value}\" for \"{string.Join(", ", option.Aliases.Append(option.Name))}\" flag{Choices(option)}"
            : Lower(error.Message.TrimEnd('.'));
    }

    /// <summary>
    /// A flag in the place of another flag's missing value, or null. <c>--attest --dry-run</c> must not be read as an attestation named
    /// "--dry-run" and then delete for real.
    /// </summary>
    public static string? SwallowedFlag(ParseResult parsed)
    {
        var flags = new HashSet<string>(StringComparer.Ordinal);
        var given = new List<OptionResult>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = command.Parent)
        {
            foreach (var option in command.Command.Options)
                flags.UnionWith([option.Name, .. option.Aliases]);
            given.AddRange(command.Children.OfType<OptionResult>());
        }
        foreach (var option in given)
        {
            foreach (var token in option.Tokens)
            {
                if (token.Value.StartsWith("--", StringComparison.Ordinal) || flags.Contains(token.Value.Split('=')[0]))
                    return $"flag needs an argument: {option.IdentifierToken?.Value ?? option.Option.Name} (the next word is "
                        + $"{token.Value})";
            }
        }
        return null;
    }

    /// <summary><c>kubectl helmstuck unstick</c></summary>
    public static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = command.Parent)
            names.Insert(0, command.Command.Name);
        return string.Join(' ', [CommandLine.Name, .. names]);
    }

    private static string Choices(Option option)
    {
        var choices = option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label).ToList();
        return choices.Count == 0 || option.ValueType == typeof(bool)
            ? ""
            : $": it must be {string.Join(", ", choices.SkipLast(1))}{(choices.Count > 1 ? " or " : "")}{choices[^1]}";
    }

    private static string Lower(string text) =>
        text.Length > 1 && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
