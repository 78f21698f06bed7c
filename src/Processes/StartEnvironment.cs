using System.Collections;
using System.Collections.Frozen;

namespace Helmstuck.Processes;

/// <summary>
/// The environment that this process was started with, without its own changes since then (see the transport's
/// <c>SystemRoots</c>). Child processes inherit this one.
/// </summary>
internal static class StartEnvironment
{
    /// <summary>Read once, at the first use: code that changes a variable reads this first.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToFrozenDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    /// <summary>The value of one variable, or null if it was not set.</summary>
    public static string? Variable(string name) => Variables.GetValueOrDefault(name);
}
