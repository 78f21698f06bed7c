namespace Helmstuck.Processes;

/// <summary>
/// A command line of helm, helmfile or a plugin of helm: which release and namespace it works on, as far as the arguments say.
/// </summary>
internal sealed class HelmCommandLine
{
    /// <summary>Shells and the like, which run a script of that name.</summary>
    private static readonly HashSet<string> Interpreters = ["sh", "bash", "dash", "ash", "zsh", "python", "python3", "node", "ruby"];

    /// <summary>Commands of helm, its common plugins and helmfile that change no release.</summary>
    private static readonly HashSet<string> Reading =
    [
        "build",
        "cache",
        "completion",
        "create",
        "dep",
        "dependency",
        "deps",
        "diff",
        "env",
        "fetch",
        "get",
        "help",
        "hist",
        "history",
        "init",
        "inspect",
        "lint",
        "list",
        "ls",
        "package",
        "plugin",
        "pull",
        "push",
        "registry",
        "repo",
        "repos",
        "search",
        "show",
        "show-dag",
        "status",
        "template",
        "verify",
        "version",
        "write-values",
    ];

    /// <summary>Flags that take a value which is never the name of a release (Helm: pkg/cli/environment.go AddFlags; helmfile).</summary>
    private static readonly HashSet<string> WithValue =
    [
        "-n",
        "--namespace",
        "--kube-context",
        "--kubeconfig",
        "--kube-apiserver",
        "--kube-token",
        "--kube-as-user",
        "--kube-as-group",
        "--kube-ca-file",
        "--kube-tls-server-name",
        "--registry-config",
        "--repository-cache",
        "--repository-config",
        "--burst-limit",
        "--qps",
        "-f",
        "--values",
        "--file",
        "-e",
        "--environment",
        "--set",
        "--set-string",
        "--set-file",
        "--set-json",
        "--set-literal",
        "--state-values-set",
        "--timeout",
        "--version",
        "--description",
        "--args",
    ];

    /// <summary>
    /// Shorthands without a value, which pflag accepts before another one: <c>-in shop</c> (Helm: --install, --generate-name).
    /// </summary>
    private const string Switches = "ig";

    /// <summary>Shorthands whose value may follow directly: <c>-nshop</c>.</summary>
    private const string Shorthands = "nfel";

    private readonly List<string> words = [];
    private readonly Dictionary<string, string> flags = new(StringComparer.Ordinal);
    private readonly List<string> selectors = [];

    private HelmCommandLine(string program, IEnumerable<string> arguments)
    {
        Program = program;
        string? open = null;
        foreach (var argument in arguments)
        {
            if (open is not null)
            {
                Flag(open, argument);
                open = null;
            }
            else if (
                argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
            )
            {
                Flag(argument[..equals], argument[(equals + 1)..]);
            }
            else if (argument is "-l" or "--selector" || WithValue.Contains(argument))
            {
                open = argument;
            }
            else if (Shorthand(argument) is var (letter, rest))
            {
                if (rest.Length > 0)
                    Flag(letter, rest);
                else
                    open = letter;
            }
            else if (argument.StartsWith('-'))
            {
                flags[argument] = "";
            }
            else
            {
                words.Add(argument);
            }
        }
    }

    /// <summary>The program's name without its folder: <c>helm</c>, <c>helm3</c>, <c>helmfile</c>, <c>helm-secrets</c>.</summary>
    public string Program { get; }

    /// <summary>The namespace that a flag names; null without one.</summary>
    public string? Namespace => Value("-n", "--namespace");

    /// <summary>The kubeconfig context that a flag names; null without one.</summary>
    public string? Context => Value("--kube-context");

    /// <summary>The kubeconfig file that a flag names; null without one.</summary>
    public string? Kubeconfig => Value("--kubeconfig");

    /// <summary>The API server that a flag names; null without one.</summary>
    public string? Server => Value("--kube-apiserver");

    /// <summary>Whether it changes releases; null for a command line that is not one of helm.</summary>
    private bool Changes => words.Count > 0 && !Reading.Contains(words[0]) && !IsDryRun;

    private bool IsDryRun => flags.TryGetValue("--dry-run", out var value) && value is not ("none" or "false");

    /// <summary>
    /// Whether a process with these arguments is helm, under whatever version in its name, helmfile, or a plugin of helm.
    /// </summary>
    public static bool IsHelm(IReadOnlyList<string> arguments) => ProgramIn(arguments) >= 0;

    /// <summary>Null where <see cref="IsHelm"/> says no.</summary>
    public static HelmCommandLine? Of(IReadOnlyList<string> arguments) =>
        ProgramIn(arguments) is >= 0 and var index
            ? new HelmCommandLine(Path.GetFileName(arguments[index]), arguments.Skip(index + 1))
            : null;

    /// <summary>
    /// Whether it may change that release. <paramref name="otherwise"/>: the namespace that counts where no flag names one; null: not
    /// known, so that the release's name alone decides.
    /// </summary>
    public bool ConcernsRelease(string release, string ns, string? otherwise)
    {
        // helmfile reads the namespace of each release from a file: only a flag overrides it.
        var isHelmfile = Program.StartsWith("helmfile", StringComparison.Ordinal);
        if (!Changes || (Namespace ?? (isHelmfile ? null : otherwise) ?? ns) != ns)
            return false;
        if (words.Skip(1).Contains(release) || selectors.Contains(release))
            return true;
        // It reads the releases from a file, too: without a selector it works on all of them.
        return isHelmfile && (Namespace ?? otherwise) == ns && selectors.Count == 0;
    }

    private void Flag(string name, string value)
    {
        flags[name] = value;
        if (name is "-l" or "--selector")
            selectors.AddRange(
                value.Split(',').Where(term => term.StartsWith("name=", StringComparison.Ordinal)).Select(term => term["name=".Length..])
            );
    }

    /// <summary>The last of joined shorthands, with what follows it directly; null for anything else.</summary>
    private static (string Letter, string Value)? Shorthand(string argument)
    {
        if (argument.Length < 3 || argument[0] != '-' || argument[1] == '-')
            return null;
        var at = 1;
        while (at < argument.Length && Switches.Contains(argument[at], StringComparison.Ordinal))
            at++;
        return at < argument.Length && Shorthands.Contains(argument[at], StringComparison.Ordinal)
            ? ($"-{argument[at]}", argument[(at + 1)..].TrimStart('='))
            : null;
    }

    private string? Value(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (flags.TryGetValue(name, out var value) && value.Length > 0)
                return value;
        }
        return null;
    }

    private static int ProgramIn(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
            return -1;
        if (IsProgram(arguments[0]))
            return 0;
        if (!Interpreters.Contains(Path.GetFileName(arguments[0])))
            return -1;
        // The kernel passes the option of a first line such as "#!/bin/bash -e" on.
        var script = 1;
        while (script < arguments.Count && arguments[script].StartsWith('-') && arguments[script] != "-c")
            script++;
        return script < arguments.Count && IsProgram(arguments[script]) ? script : -1;
    }

    /// <summary><c>helm</c>, <c>helm3</c>, <c>helm3.17</c>, <c>helm-v4.1.4</c>, <c>helm_3</c>, <c>helmfile</c>, <c>helm-diff</c>.</summary>
    private static bool IsProgram(string path) =>
        Path.GetFileName(path) is var name
        && name.StartsWith("helm", StringComparison.Ordinal)
        && (name.Length == 4 || name[4..].StartsWith("file", StringComparison.Ordinal) || !char.IsAsciiLetter(name[4]));
}
