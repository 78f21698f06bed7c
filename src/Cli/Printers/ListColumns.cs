namespace Helmstuck.Cli.Printers;

/// <summary>The columns of the table of releases that are not always there.</summary>
/// <param name="Wide">When and under which name the newest record was written, and what a deep list found.</param>
internal sealed record ListColumns(bool Context, bool Namespace, bool Wide);
