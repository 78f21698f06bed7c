using System.Text.RegularExpressions;
using Helmstuck.Pipelines;

namespace Helmstuck.Cli;

/// <summary>The contexts that <c>--contexts</c> chooses: names with commas between them, or <c>/REGEX/</c>.</summary>
/// <param name="Names">In the order of the list, or of their names.</param>
/// <param name="Error">Why there are none, one line; null if there are some.</param>
internal sealed record ContextChoice(IReadOnlyList<string> Names, string? Error)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>What is chosen among the contexts of the kubeconfig files; other flags may contradict it.</summary>
    public static ContextChoice Of(string text, CliRoot root, GlobalValues globals) =>
        globals.Demo ? Wrong("the demo cluster has one context")
        : globals.Kube.Context is { Length: > 0 } ? Wrong("--context and --contexts exclude each other: choose one")
        : Of(text, root.Names(globals).Contexts);

    /// <param name="known">The contexts of the kubeconfig files.</param>
    public static ContextChoice Of(string text, IReadOnlyList<string> known)
    {
        if (text.Length > 1 && text[0] == '/' && text[^1] == '/')
            return Matching(text[1..^1], known);
        List<string> named =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal),
        ];
        return named.Count == 0 ? Wrong($"--contexts {text}: name contexts, with commas between them, or give a /REGEX/")
            : named.Find(name => !known.Contains(name, StringComparer.Ordinal)) is { } missing
                ? Wrong($"context \"{missing}\" does not exist")
            : new ContextChoice(named, null);
    }

    private static ContextChoice Matching(string pattern, IReadOnlyList<string> known)
    {
        Regex expression;
        try
        {
            expression = new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException problem)
        {
            return Wrong($"--contexts /{pattern}/ is not a regular expression: {problem.Message}");
        }
        var matching = new List<string>();
        foreach (var name in known)
            switch (CiFilter.Found(expression, name))
            {
                case null:
                    return Wrong($"--contexts /{pattern}/ takes too long on context \"{name}\"");
                case true:
                    matching.Add(name);
                    break;
                default:
                    break;
            }
        return matching.Count == 0 ? Wrong($"no context matches /{pattern}/") : new ContextChoice(matching, null);
    }

    private static ContextChoice Wrong(string message) => new([], $"error: {message}");
}
