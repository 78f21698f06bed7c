using System.Runtime.InteropServices;

namespace Helmstuck.Processes;

/// <summary>What a child may have of the terminal: a credential plugin may ask its user something.</summary>
/// <param name="WithStdin">
/// It has our standard input and error and stays in our session, so that it can ask for a password. Never while the full screen is up.
/// </param>
/// <param name="OnErrorLine">Otherwise told of each line of its standard error as it comes, from any thread.</param>
internal sealed partial record ChildTerminal(bool WithStdin, Action<string>? OnErrorLine)
{
    /// <summary>Standard input is a terminal.</summary>
    public static bool StdinIsTerminal() => IsTerminal(0) == 1;

    [LibraryImport("libc", EntryPoint = "isatty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IsTerminal(int descriptor);
}
