using Xunit.Runner.InProc.SystemConsole;

namespace Helmstuck.Tests.Terminal;

internal static class EntryPoint
{
    /// <summary>Runs the tests; or, where a test started it so, the program that the test watches in a pseudo-terminal.</summary>
    public static async Task<int> Main(string[] arguments) =>
        arguments is [TerminalProbe.Argument] ? await TerminalProbe.RunAsync() : await ConsoleRunner.Run(arguments);
}
