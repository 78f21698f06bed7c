using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>Where the text of a record is used: the native program leaves it empty (release/aot/RecordText.targets).</summary>
internal static class RecordText
{
    public static IReadOnlyList<string> Uses(Sources sources) =>
        [
            .. from tree in sources.Trees
            let model = sources.Compilation.GetSemanticModel(tree)
            from node in tree.GetRoot().DescendantNodes()
            from text in Texts(node, model)
            where HasSynthesizedText(model.GetTypeInfo(text).Type)
            select $"src/{tree.FilePath}:{tree.GetLineSpan(text.Span).StartLinePosition.Line + 1}: {text}",
        ];

    /// <summary>The values that the node turns into text.</summary>
    private static IEnumerable<ExpressionSyntax> Texts(SyntaxNode node, SemanticModel model) =>
        node switch
        {
            InterpolationSyntax hole => [hole.Expression],
            BinaryExpressionSyntax sum
                when sum.IsKind(SyntaxKind.AddExpression) && model.GetTypeInfo(sum).Type?.SpecialType == SpecialType.System_String =>
            [
                sum.Left,
                sum.Right,
            ],
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } call } =>
            [
                call.Expression,
            ],
            InvocationExpressionSyntax call when IsText(model.GetSymbolInfo(call).Symbol?.ContainingType) =>
                call.ArgumentList.Arguments.Select(argument => argument.Expression),
            _ => [],
        };

    private static bool IsText(INamedTypeSymbol? type) => type is { SpecialType: SpecialType.System_String } or { Name: "StringBuilder" };

    private static bool HasSynthesizedText(ITypeSymbol? type) =>
        type switch
        {
            INamedTypeSymbol { IsRecord: true } record => record.GetMembers("ToString").All(member => member.IsImplicitlyDeclared),
            IArrayTypeSymbol array => HasSynthesizedText(array.ElementType),
            INamedTypeSymbol { TypeArguments.Length: > 0 } generic => generic.TypeArguments.Any(HasSynthesizedText),
            _ => false,
        };
}
