namespace Helmstuck.Kube;

/// <summary>
/// A name as a segment of a request's path. Source: apimachinery pkg/api/validation/path/name.go IsValidPathSegmentName.
/// </summary>
internal static class PathSegment
{
    /// <summary>Why <paramref name="name"/> cannot be one, or null. The server would see another path.</summary>
    /// <param name="what">What it names, for example <c>namespace</c>.</param>
    public static string? WhyNot(string what, string name) =>
        name switch
        {
            "" => $"{what} may not be empty",
            "." or ".." => $"invalid {what} \"{name}\": [may not be '{name}']",
            _ when name.Contains('/', StringComparison.Ordinal) => $"invalid {what} \"{name}\": [may not contain '/']",
            _ when name.Contains('%', StringComparison.Ordinal) => $"invalid {what} \"{name}\": [may not contain '%']",
            _ => null,
        };
}
