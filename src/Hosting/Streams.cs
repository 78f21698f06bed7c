using System.Text;
using Helmstuck.Cli;
using Helmstuck.Terminal;

namespace Helmstuck.Hosting;

/// <summary>The process's own standard streams, opened without System.Console.</summary>
internal static class Streams
{
    private static readonly TextWriter Out = StandardStreams.OpenWriter(StandardStreams.Output);
    private static readonly TextWriter Error = StandardStreams.OpenWriter(StandardStreams.Error);

    public static readonly CliStreams Standard = new(
        Out,
        Error,
        ReadLine,
        StandardStreams.IsTerminal(StandardStreams.Input),
        StandardStreams.IsTerminal(StandardStreams.Output)
    )
    {
        OpenInput = StandardStreams.OpenInput,
    };

    /// <summary>Flushes the streams. False, and a line on standard error, if the results could not be written.</summary>
    public static bool Flush()
    {
        var written = Flushed(Out, out var failure);
        if (failure is not null)
            Complain($"error: {failure}");
        return written;
    }

    /// <summary>The last message on standard error. If that cannot be written, nobody can be told.</summary>
    public static void Complain(string line)
    {
        try
        {
            Standard.Say(line);
        }
        catch (IOException)
        {
            // The exit code still reports the failure.
        }
    }

    /// <summary>Sends text to the clipboard of the terminal, also where the streams are redirected; returns why not, else null.</summary>
    public static string? Copy(string text)
    {
        if (Clipboard.Sequence(text, Environment.GetEnvironmentVariable("TMUX") is { Length: > 0 }) is not { } sequence)
            return "it is longer than a terminal takes; use --file";
        using var tty = Tty.Open(null, out var error);
        return tty is null ? error
            : tty.Write(Encoding.UTF8.GetBytes(sequence)) == TtyResult.Done ? null
            : "the terminal is gone";
    }

    private static bool Flushed(TextWriter writer, out string? failure)
    {
        failure = null;
        try
        {
            writer.Flush();
            return true;
        }
        catch (IOException error)
        {
            failure = error.Message;
            return false;
        }
    }

    private static string? ReadLine()
    {
        using var reader = new StreamReader(StandardStreams.OpenInput(), Encoding.UTF8);
        return reader.ReadLine();
    }
}
