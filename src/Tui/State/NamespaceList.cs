namespace Helmstuck.Tui.State;

/// <summary><paramref name="Error"/>: a sentence, or null.</summary>
internal sealed record NamespaceList(IReadOnlyList<string> Names, string? Error);
