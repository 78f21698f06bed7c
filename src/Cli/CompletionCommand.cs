using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary><c>completion</c>: scripts for the shells; all of them call the hidden <c>__complete</c>, as kubectl's own shim does.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for kubectl-helmstuck; kubectl itself completes "kubectl helmstuck" through kubectl_complete-helmstuck
        _kubectl_helmstuck() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                case "$line" in
                    :4) compopt +o default 2>/dev/null ;; # no file names
                    :*) ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done < <(kubectl-helmstuck __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _kubectl_helmstuck kubectl-helmstuck
        """;

    private const string Zsh = """
        #compdef kubectl-helmstuck
        _kubectl_helmstuck() {
            local -a choices
            local line files
            while IFS= read -r line; do
                case "$line" in
                    :0) files=1 ;;
                    :*) ;;
                    *) line="${line//:/\\:}"; choices+=("${line/$'\t'/:}") ;;
                esac
            done < <(kubectl-helmstuck __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
            _describe 'kubectl-helmstuck' choices
            if [ -n "$files" ]; then _files; fi
        }
        compdef _kubectl_helmstuck kubectl-helmstuck
        # From a folder of fpath, zsh loads this file when it first has something to complete.
        if [ "${funcstack[1]:-}" = _kubectl-helmstuck ]; then _kubectl_helmstuck; fi
        """;

    private const string Fish = """
        # fish completion for kubectl-helmstuck
        function __kubectl_helmstuck
            set -l words (commandline -opc) (commandline -ct)
            set -l answer (kubectl-helmstuck __complete $words[2..-1] 2>/dev/null)
            string match -v ':*' -- $answer
            if contains -- :0 $answer
                __fish_complete_path (commandline -ct)
            end
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
}
