using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <param name="Run">The program and its arguments; no shell is involved.</param>
/// <param name="Contexts">The contexts in which it is run; null: all.</param>
internal sealed record CommandOptions(string Name, IReadOnlyList<string> Run, TimeSpan Timeout, Regex? Contexts);
