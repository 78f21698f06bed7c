using System.Text.RegularExpressions;
using Helmstuck.Survey;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>Keys are the screen's: what a command prints, and what the screen leaves behind on the terminal, names flags.</summary>
public sealed class PrintedTextTests
{
    private static readonly Regex Key = new(@"\b[Pp]ress \w+|\([a-z]\)|\bthe key\b");

    [Fact]
    public void Only_the_screen_names_keys() => Assert.Empty(Found(Sources.OfProduct));

    [Fact]
    public void A_key_outside_the_screen_is_found()
    {
        var sources = Sources.Of(("Cli/X.cs", "class X { string F(int n) => $\"gone {n}; press r to read again\"; }"));
        Assert.Equal(["Cli/X.cs: press r"], Found(sources));
    }

    [Fact]
    public void The_hints_of_commands_name_flags() => Assert.DoesNotMatch(Key, ListHint.SearchDeeper("in gitlab").ForCommands);

    /// <summary>The texts outside the screen that name a key, but for a hint's version for the screen: its second argument.</summary>
    private static IEnumerable<string> Found(Sources sources) =>
        from tree in sources.Trees
        where !tree.FilePath.StartsWith("Tui/", StringComparison.Ordinal)
        from token in tree.GetRoot().DescendantTokens()
        where token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
        let match = Key.Match(token.Text)
        where match.Success && !IsForTheScreen(token.Parent!)
        select $"{tree.FilePath}: {match.Value}";

    private static bool IsForTheScreen(SyntaxNode text) =>
        text.Ancestors().OfType<ArgumentSyntax>().FirstOrDefault() is { Parent: ArgumentListSyntax { Arguments: [_, var second] } } argument
        && argument == second;
}
