namespace Helmstuck.Tests.Support;

/// <summary>What a run of the command line left.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error);
