using System.Text;

namespace Helmstuck.Terminal;

/// <summary>The program's standard streams without System.Console, which writes to the terminal by itself.</summary>
internal static class StandardStreams
{
    public const int Input = 0,
        Output = 1,
        Error = 2;

    /// <summary>True when the descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => LibC.IsTerminal(descriptor) == 1;

    /// <summary>
    /// Standard output or error as UTF-8 text with '\n' line ends; flushed line by line for <see cref="Error"/>, else when it is flushed or
    /// disposed.
    /// </summary>
    public static TextWriter OpenWriter(int descriptor) =>
        new StreamWriter(new DescriptorStream(descriptor), new UTF8Encoding(false), 8192)
        {
            NewLine = "\n",
            AutoFlush = descriptor == Error,
        };

    /// <summary>Standard input's bytes.</summary>
    public static Stream OpenInput() => new DescriptorStream(Input);
}
