using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Helmstuck.Cli;

/// <summary>What can stand at the end of an unfinished command line.</summary>
internal sealed class Completions(CliRoot root, RootCommand all, GlobalFlags globals)
{
    /// <summary>The hidden command, with cobra's name.</summary>
    public const string Question = "__complete";

    /// <summary>cobra's ShellCompDirectiveNoFileComp: no other words are possible.</summary>
    private const string NoFiles = ":4";

    /// <summary>cobra's ShellCompDirectiveDefault: the shell offers file names if no choice fits.</summary>
    private const string Files = ":0";

    /// <summary>
    /// <c>__complete WORD…</c>: the last word may be partial. Prints <c>choice[TAB description]</c> lines and a directive, as kubectl
    /// expects of a plugin's shim. Runs before the command line is parsed, because the words are the unfinished command of the user.
    /// </summary>
    public async Task<int> AnswerAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var (choices, directive) = await ChoicesAsync(words, cancellation).ConfigureAwait(false);
        foreach (var choice in choices)
            root.Streams.Print(
                string.IsNullOrEmpty(choice.Detail)
                    ? Terminal.Clean.Line(choice.Label)
                    : $"{Terminal.Clean.Line(choice.Label)}\t{Terminal.Clean.Line(choice.Detail)}"
            );
        root.Streams.Print(directive);
        return 0;
    }

    private async Task<(IEnumerable<CompletionItem> Choices, string Directive)> ChoicesAsync(
        IReadOnlyList<string> words,
        CancellationToken cancellation
    )
    {
        var partial = words.Count > 0 ? words[^1] : "";
        var before = words.Take(words.Count - 1).ToList();
        var parsed = CommandLine.Parse(all, before);
        var command = parsed.CommandResult.Command;
        if (!HasWrongFlag(parsed) && root.IsReadOnly(globals.Read(parsed)))
            HelpText.HideChanges(all);
        var options = Options(command).ToList();
        Option? Named(string name) => options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

        if (partial.StartsWith("--", StringComparison.Ordinal) && partial.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            if (Named(partial[..equals]) is not { } given)
                return ([], NoFiles);
            var (values, directive) = await ValuesAsync(given, partial[(equals + 1)..], parsed, cancellation).ConfigureAwait(false);
            return (values.Select(value => new CompletionItem($"{partial[..equals]}={value.Label}", detail: value.Detail)), directive);
        }
        if (before.LastOrDefault() is { } last && last.StartsWith('-') && Named(last) is { Arity.MinimumNumberOfValues: > 0 } waiting)
            // Without the flag that still has no value: it would be an error.
            return await ValuesAsync(waiting, partial, CommandLine.Parse(all, before[..^1]), cancellation).ConfigureAwait(false);
        if (partial.StartsWith('-'))
            return (
                options
                    .Where(option => !option.Hidden && option.Name.StartsWith(partial, StringComparison.Ordinal))
                    .Select(option => new CompletionItem(option.Name, detail: option.Description)),
                NoFiles
            );
        var commands = command
            .Subcommands.Where(child => !child.Hidden && child.Name.StartsWith(partial, StringComparison.Ordinal))
            .Select(child => new CompletionItem(child.Name, detail: child.Description));
        if (command.Arguments.FirstOrDefault(argument => parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is not { } next)
            return (commands, NoFiles);
        var (names, also) = await ValuesAsync(next, partial, parsed, cancellation).ConfigureAwait(false);
        return (commands.Concat(names), also);
    }

    /// <summary>The options of a command, and the recursive ones of the commands above it.</summary>
    private IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(all.Options.Where(option => option.Recursive)).Distinct();

    private static bool HasWrongFlag(ParseResult words) =>
        words.Errors.Any(error => error.SymbolResult is OptionResult { Implicit: false });

    private async Task<(IEnumerable<CompletionItem> Values, string Directive)> ValuesAsync(
        Symbol symbol,
        string partial,
        ParseResult before,
        CancellationToken cancellation
    )
    {
        // A flag that is wrong already would choose another cluster or namespace than the one that is meant.
        var live = HasWrongFlag(before)
            ? []
            : await new LiveChoices(root, globals, before).OfAsync(symbol, cancellation).ConfigureAwait(false);
        return (
            symbol
                .GetCompletions(CompletionContext.Empty)
                .Concat(live)
                .Where(value => value.Label.StartsWith(partial, StringComparison.Ordinal)),
            LiveChoices.AreFiles(symbol) ? Files : NoFiles
        );
    }
}
