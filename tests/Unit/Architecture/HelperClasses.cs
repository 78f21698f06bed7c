using Microsoft.CodeAnalysis;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>
/// Static classes whose members belong to a type: two or more functions that others call, each of which takes a value of one and the same
/// type of that room first. A class with a single such function is that function's own file (a page, a rule, a view).
/// </summary>
internal static class HelperClasses
{
    public static IEnumerable<string> In(Sources sources) =>
        from type in AllTypes(sources.Compilation.Assembly.GlobalNamespace)
        where type.IsStatic
        let file = Sources.FileOf(type)
        let owner = Owner(type)
        where file is not null && owner is not null && Sources.FileOf(owner) is { } home && Sources.RoomOf(home) == Sources.RoomOf(file)
        select $"src/{file}: the members of {type.Name} belong to {owner.Name}";

    /// <summary>The type of the sources that every function takes first; null where there is none.</summary>
    private static ITypeSymbol? Owner(INamedTypeSymbol type)
    {
        var functions = type.GetMembers()
            .OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary && method.DeclaredAccessibility != Accessibility.Private)
            .Select(method => method.Parameters.FirstOrDefault()?.Type.OriginalDefinition)
            .ToList();
        return functions is [{ } first, _, ..] && functions.All(one => SymbolEqualityComparer.Default.Equals(one, first)) ? first : null;
    }

    private static IEnumerable<INamedTypeSymbol> AllTypes(INamespaceOrTypeSymbol container) =>
        container
            .GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .SelectMany(member => member is INamedTypeSymbol type ? [type, .. AllTypes(type)] : AllTypes(member));
}
