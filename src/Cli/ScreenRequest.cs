namespace Helmstuck.Cli;

/// <summary>The arguments of <c>screen</c>.</summary>
internal sealed record ScreenRequest(string? Release, string Size, string? View);
