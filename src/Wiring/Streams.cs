using System.Text;
using Helmstuck.Cli;
using Helmstuck.Terminal;

namespace Helmstuck.Wiring;

/// <summary>The process's own standard streams, opened without System.Console.</summary>
internal static class Streams
{
    private static readonly TextWriter Out = StandardStreams.OpenWriter(StandardStreams.Output);
    private static readonly TextWriter Error = StandardStreams.OpenWriter(StandardStreams.Error);

    public static readonly CliStreams Standard = new(Out, Error, ReadLine, StandardStreams.IsTerminal(StandardStreams.Input), StandardStreams.IsTerminal(StandardStreams.Output));

    public static void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    private static string? ReadLine()
    {
        using var reader = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        return reader.ReadLine();
    }
}
