namespace Helmstuck.Terminal;

/// <summary>Part of a text: where it starts and how many chars it has.</summary>
internal readonly record struct TextSlice(int Start, int Length);
