using System.Text;
using Helmstuck.Cli;

namespace Helmstuck.Wiring;

/// <summary>The process's own standard streams, opened without System.Console.</summary>
internal static class Streams
{
    private static readonly StreamWriter Out = Writer(1);
    private static readonly StreamWriter Error = Writer(2);

    public static readonly CliStreams Standard = new(Out, Error, ReadLine, true, true);

    public static void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    private static StreamWriter Writer(int descriptor) =>
        new(new DescriptorStream(descriptor), new UTF8Encoding(false)) { NewLine = "\n" };

    private static string? ReadLine() => null;
}
