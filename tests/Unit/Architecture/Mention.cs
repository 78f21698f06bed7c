using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>One place in a source that uses a type or a member.</summary>
/// <param name="File">The file that it stands in.</param>
/// <param name="Node">The name, or the <c>new()</c>.</param>
/// <param name="Symbol">What it stands for; null where the compiler cannot tell.</param>
internal sealed record Mention(string File, SyntaxNode Node, ISymbol? Symbol)
{
    /// <summary>The file that declares it; null where that is none of the sources.</summary>
    public string? Declared { get; } = Symbol is null ? null : Sources.FileOf(Symbol);

    /// <summary>The type, or <c>Type.Member</c>.</summary>
    public string Name =>
        Symbol switch
        {
            INamedTypeSymbol type => type.Name,
            { ContainingType: { } type } => $"{type.Name}.{Symbol.Name}",
            _ => Node.ToString(),
        };

    /// <summary>Whether a reader of the source sees the name of the type that is used.</summary>
    public bool IsSpelledOut => Node is SimpleNameSyntax { Identifier.Text: var text } && text == Symbol?.Name;
}
