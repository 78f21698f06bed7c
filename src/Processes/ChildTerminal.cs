using System.Runtime.InteropServices;

namespace Helmstuck.Processes;

/// <summary>A child's access to the terminal: a credential plugin may ask its user something.</summary>
/// <param name="WithStdin">
/// It has this program's standard input and error and stays in its session, so that it can ask for a password. Never while the full screen
/// is open.
/// </param>
/// <param name="OnErrorLine">Otherwise receives each line of its standard error, on any thread.</param>
internal sealed partial record ChildTerminal(bool WithStdin, Action<string>? OnErrorLine)
{
    /// <summary>Standard input is a terminal.</summary>
    public static bool StdinIsTerminal() => IsTerminal(0) == 1;

    [LibraryImport("libc", EntryPoint = "isatty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IsTerminal(int descriptor);
}
