using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>Sources as the compiler understands them. The path of a file is relative to src/, with slashes.</summary>
internal sealed class Sources
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, DocumentationMode.None);

    // Without nullability, whose analysis takes longer than finding out what a name stands for.
    private static readonly CSharpCompilationOptions Compiling = new(OutputKind.ConsoleApplication, allowUnsafe: true);

    // What ImplicitUsings adds to a project of Microsoft.NET.Sdk.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """,
        Options
    );

    private static readonly Lazy<ImmutableArray<MetadataReference>> Assemblies = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                // What the sources declare must come from the sources.
                .Where(path => !Path.GetFileName(path).Contains("helmstuck", StringComparison.OrdinalIgnoreCase))
                .Select(path => MetadataReference.CreateFromFile(path)),
        ]
    );

    private static readonly Lazy<Sources> Product = new(() =>
    {
        var root = Path.Combine(TestPrograms.RepositoryRoot, "src");
        return new Sources(
            Directory
                .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)))
        );
    });

    private readonly Lazy<ImmutableArray<Mention>> mentions;

    private Sources(IEnumerable<(string Path, string Text)> files)
    {
        Trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path))];
        Compilation = CSharpCompilation.Create("sources", [ImplicitUsings, .. Trees], Assemblies.Value, Compiling);
        mentions = new(() => [.. Trees.SelectMany(MentionsIn)]);
    }

    /// <summary>All of src/.</summary>
    public static Sources OfProduct => Product.Value;

    public ImmutableArray<SyntaxTree> Trees { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>
    /// Every name and every <c>new</c> outside comments, with what it stands for; locals, parameters and namespaces are left out.
    /// </summary>
    public ImmutableArray<Mention> Mentions => mentions.Value;

    public static Sources Of(params (string Path, string Text)[] files) => new(files);

    /// <summary>The file that declares a symbol; null where it comes from an assembly.</summary>
    public static string? FileOf(ISymbol symbol) =>
        (symbol.DeclaringSyntaxReferences.FirstOrDefault() ?? symbol.ContainingType?.DeclaringSyntaxReferences.FirstOrDefault())
            ?.SyntaxTree
            .FilePath;

    /// <summary>The folder of a file: its room.</summary>
    public static string RoomOf(string file) => file.LastIndexOf('/') is > 0 and var end ? file[..end] : "";

    private IEnumerable<Mention> MentionsIn(SyntaxTree tree)
    {
        var model = Compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
                continue;
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is not (null or INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol))
                continue;
            yield return new Mention(tree.FilePath, node, symbol?.OriginalDefinition);
        }
    }
}
