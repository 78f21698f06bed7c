using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>How a source file is laid out: its length, its namespace, its name.</summary>
internal static class Layout
{
    private const int MaxLines = 300;
    private const int MaxColumns = 140;

    /// <summary>Another type of a file has at most so many lines.</summary>
    private const int SmallType = 20;

    public static IEnumerable<string> LongFiles(Sources sources) =>
        sources
            .Trees.Where(tree => tree.GetText().ToString().AsSpan().TrimEnd().Count('\n') + 1 > MaxLines)
            .Select(tree => $"src/{tree.FilePath}: more than {MaxLines} lines");

    /// <summary>Lines with more characters than fit; a character is what a reader sees, however many bytes it takes.</summary>
    public static IEnumerable<string> LongLines(Sources sources) =>
        from tree in sources.Trees
        from line in tree.GetText().Lines
        where line.Span.Length > MaxColumns && new System.Globalization.StringInfo(line.ToString()).LengthInTextElements > MaxColumns
        select $"src/{tree.FilePath}({line.LineNumber + 1}): more than {MaxColumns} characters";

    public static IEnumerable<string> WrongNamespaces(Sources sources) =>
        from tree in sources.Trees
        from declared in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where declared.Name.ToString() != ("Helmstuck/" + Sources.RoomOf(tree.FilePath)).TrimEnd('/').Replace('/', '.')
        select $"src/{tree.FilePath}: its namespace is {declared.Name}";

    /// <summary>Files that have types, and none of the file's name: <c>X</c> is in <c>X.cs</c>, its parts in <c>X.Part.cs</c>.</summary>
    public static IEnumerable<string> WrongNames(Sources sources) =>
        sources
            .Trees.Where(tree => Types(tree) is { Count: > 0 } types && types.All(type => NameOf(type) != MainType(tree)))
            .Select(tree => $"src/{tree.FilePath}: it holds {string.Join(", ", Types(tree).Select(NameOf))}");

    /// <summary>
    /// Types that share the file of another type and should not: a type may do so that is small and that no other file names, and a case
    /// of a union, which derives from the file's type.
    /// </summary>
    public static IEnumerable<string> HiddenTypes(Sources sources)
    {
        var named = sources
            .Mentions.Where(mention => mention is { Symbol: INamedTypeSymbol, IsSpelledOut: true } && mention.File != mention.Declared)
            .Select(mention => mention.Symbol!)
            .ToHashSet(SymbolEqualityComparer.Default);
        return from tree in sources.Trees
            let model = sources.Compilation.GetSemanticModel(tree)
            from type in Types(tree)
            where NameOf(type) != MainType(tree)
            let symbol = (INamedTypeSymbol)model.GetDeclaredSymbol(type)!
            where symbol.BaseType?.Name != MainType(tree) && (named.Contains(symbol) || Lines(type) > SmallType)
            select $"src/{tree.FilePath}: {symbol.Name} belongs in a file of its own";
    }

    private static List<MemberDeclarationSyntax> Types(SyntaxTree tree) =>
        [
            .. tree.GetRoot()
                .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<MemberDeclarationSyntax>()
                .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax),
        ];

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax function ? function.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static string MainType(SyntaxTree tree) => Path.GetFileName(tree.FilePath).Split('.')[0];

    private static int Lines(MemberDeclarationSyntax type)
    {
        var span = type.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
