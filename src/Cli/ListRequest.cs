namespace Helmstuck.Cli;

/// <summary>What <c>list</c> was asked for.</summary>
internal sealed record ListRequest(string? Output, bool All, bool Deep, bool ExitCode);
