namespace Helmstuck.Cli;

/// <summary>What <c>screen</c> is to print.</summary>
internal sealed record ScreenRequest(string? Release, string Size, string? View);
