using System.CommandLine;
using System.CommandLine.Completions;

namespace Helmstuck.Cli;

/// <summary>What can stand at the end of an unfinished command line.</summary>
internal static class Completions
{
    /// <summary>The hidden command, with cobra's name.</summary>
    public const string Question = "__complete";

    /// <summary>cobra's ShellCompDirectiveNoFileComp: no file names if the choices are known.</summary>
    private const string NoFiles = ":4";

    /// <summary>
    /// <c>__complete WORD…</c>: the last word may be partial. Prints <c>choice[TAB description]</c> lines and a directive, as kubectl
    /// expects of a plugin's shim. Runs before the command line is parsed, because the words are the unfinished command of the user.
    /// </summary>
    public static int Answer(CliStreams streams, RootCommand root, IReadOnlyList<string> words)
    {
        foreach (var choice in Choices(root, words))
            streams.Print(string.IsNullOrEmpty(choice.Detail) ? choice.Label : $"{choice.Label}\t{choice.Detail}");
        streams.Print(NoFiles);
        return 0;
    }

    private static IEnumerable<CompletionItem> Choices(RootCommand root, IReadOnlyList<string> words)
    {
        var partial = words.Count > 0 ? words[^1] : "";
        var before = words.Take(words.Count - 1).ToList();
        var command = CommandLine.Parse(root, before).CommandResult.Command;
        var options = Options(root, command).ToList();
        Option? Named(string name) => options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

        if (partial.StartsWith("--", StringComparison.Ordinal) && partial.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            return Named(partial[..equals]) is { } given
                ? Values(given, partial[(equals + 1)..]).Select(value => new CompletionItem($"{partial[..equals]}={value.Label}"))
                : [];
        if (before.LastOrDefault() is { } last && last.StartsWith('-') && Named(last) is { Arity.MinimumNumberOfValues: > 0 } waiting)
            return Values(waiting, partial);
        if (partial.StartsWith('-'))
            return options
                .Where(option => !option.Hidden && option.Name.StartsWith(partial, StringComparison.Ordinal))
                .Select(option => new CompletionItem(option.Name, detail: option.Description));
        return command
            .Subcommands.Where(child => !child.Hidden && child.Name.StartsWith(partial, StringComparison.Ordinal))
            .Select(child => new CompletionItem(child.Name, detail: child.Description))
            .Concat(command.Arguments.SelectMany(argument => Values(argument, partial)));
    }

    /// <summary>The options of a command, and the recursive ones of the commands above it.</summary>
    private static IEnumerable<Option> Options(RootCommand root, Command command) =>
        command.Options.Concat(root.Options.Where(option => option.Recursive)).Distinct();

    private static IEnumerable<CompletionItem> Values(Symbol symbol, string partial) =>
        symbol.GetCompletions(CompletionContext.Empty).Where(value => value.Label.StartsWith(partial, StringComparison.Ordinal));
}
