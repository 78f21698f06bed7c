using System.CommandLine;
using System.CommandLine.Completions;

namespace Helmstuck.Cli;

/// <summary><c>completion</c>: scripts for the shells; all of them call the hidden <c>__complete</c>, as kubectl's own shim does.</summary>
internal static class CompletionCommand
{
    /// <summary>The hidden command, with cobra's name.</summary>
    public const string Question = "__complete";

    /// <summary>cobra's ShellCompDirectiveNoFileComp: no file names if the choices are known.</summary>
    private const string NoFiles = ":4";

    private const string Bash = """
        # bash completion for kubectl-helmstuck; kubectl itself completes "kubectl helmstuck" through kubectl_complete-helmstuck
        _kubectl_helmstuck() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                case "$line" in :*) ;; *) COMPREPLY+=("${line%%$'\t'*}") ;; esac
            done < <(kubectl-helmstuck __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _kubectl_helmstuck kubectl-helmstuck
        """;

    private const string Zsh = """
        #compdef kubectl-helmstuck
        _kubectl_helmstuck() {
            local -a choices
            local line
            while IFS= read -r line; do
                case "$line" in :*) ;; *) choices+=("${line//$'\t'/:}") ;; esac
            done < <(kubectl-helmstuck __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
            _describe 'kubectl-helmstuck' choices
        }
        compdef _kubectl_helmstuck kubectl-helmstuck
        # From a folder of fpath, zsh loads this file when it first has something to complete.
        if [ "${funcstack[1]:-}" = _kubectl-helmstuck ]; then _kubectl_helmstuck; fi
        """;

    private const string Fish = """
        # fish completion for kubectl-helmstuck
        function __kubectl_helmstuck
            set -l words (commandline -opc) (commandline -ct)
            kubectl-helmstuck __complete $words[2..-1] 2>/dev/null | string match -v ':*'
        end
        complete -c kubectl-helmstuck -f -a '(__kubectl_helmstuck)'
        """;

    public static Command Build(CliStreams streams)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for a shell") { shell };
        command.SetAction(parsed =>
        {
            streams.Print(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            );
            return 0;
        });
        return command;
    }

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
