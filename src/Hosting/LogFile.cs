using System.Text;
using Helmstuck.Cli;
using Helmstuck.Terminal;

namespace Helmstuck.Hosting;

/// <summary>
/// The file of <c>--log-file</c>: only its owner may read it, and entries are added at its end. It is opened for each entry, so that
/// several clusters, and several runs of the program, can share it.
/// </summary>
internal sealed class LogFile(string path, NoticeBoard notices)
{
    private static readonly Lock Gate = new();

    private bool failed;

    /// <summary>Why entries cannot be written to the file, or null. Creates it.</summary>
    public string? Problem()
    {
        try
        {
            Append("");
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"error: the log file cannot be written: {error.Message}";
        }
    }

    public void Write(string entry)
    {
        try
        {
            Append(Clean.Block(entry) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!failed)
                notices.Say($"warning: the log file cannot be written: {error.Message}");
            failed = true;
        }
    }

    private void Append(string text)
    {
        lock (Gate)
        {
            using var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Append,
                    Access = FileAccess.Write,
                    Share = FileShare.ReadWrite,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    BufferSize = 0,
                }
            );
            file.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
