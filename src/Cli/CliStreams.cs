namespace Helmstuck.Cli;

/// <summary>
/// The three standard streams as a command sees them. Results go to <paramref name="Out"/>, everything else to <paramref name="Error"/>.
/// </summary>
/// <param name="ReadLine">Asks on the terminal and returns the line; null at the end of standard input.</param>
internal sealed record CliStreams(TextWriter Out, TextWriter Error, Func<string?> ReadLine, bool InputIsTerminal, bool OutputIsTerminal)
{
    /// <summary>Opens standard input for bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = static () => Stream.Null;

    /// <summary>Prints one line of results.</summary>
    public void Print(string line) => Out.WriteLine(line);

    /// <summary>Prints one line that is not a result.</summary>
    public void Say(string line) => Error.WriteLine(Terminal.Clean.Line(line));
}
