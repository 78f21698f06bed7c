using System.Globalization;
using Helmstuck.Kube;
using Helmstuck.Processes;

namespace Helmstuck.Recovery;

/// <summary>Pipes backups through a program before they are written (settings <c>backup.encryptTo</c>).</summary>
/// <param name="command">The program, by its name or absolute path, and its arguments.</param>
internal sealed class BackupEncryption(IReadOnlyList<string> command)
{
    private const int MaxBytes = 64 << 20;

    /// <summary>Characters of the object that must not be in the output as they are.</summary>
    private const int SampleBytes = 48;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The program's file name.</summary>
    public string Program => Path.GetFileName(command[0]);

    /// <summary>
    /// The encrypted object, or why it could not be encrypted, as a line to print that contains nothing of the object. Throws
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<(ReadOnlyMemory<byte>? Encrypted, string? Error)> RunAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellation)
    {
        var result = await Child
            .RunAsync(
                new ChildCommand(command)
                {
                    Input = plain,
                    Timeout = Limit,
                    MaxOutputBytes = MaxBytes,
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (result is ChildResult.Exited { ExitCode: 0, Truncated: false, InputTaken: true, Bytes: { Length: > 0 } encrypted })
            return encrypted.Span.IndexOf(Sample(plain)) >= 0
                ? (null, Error("wrote the record as it is, not encrypted"))
                : (encrypted, null);
        return (
            null,
            Error(
                result switch
                {
                    ChildResult.Exited { ExitCode: 0, InputTaken: false } => "did not read the whole record",
                    ChildResult.Exited { ExitCode: 0, Truncated: false } => "wrote nothing",
                    ChildResult.Exited { ExitCode: 0 } => "wrote too much",
                    ChildResult.Exited failed => Text($"exited {failed.ExitCode}{Last(failed.ErrorOutput)}"),
                    ChildResult.Signalled killed => Text($"was ended by signal {killed.Signal}{Last(killed.ErrorOutput)}"),
                    ChildResult.TimedOut late => Text($"did not end within {Limit.TotalSeconds}s{Last(late.ErrorOutput)}"),
                    ChildResult.NotStarted missing => $"could not be started: {missing.Reason}",
                    _ => throw new InvalidOperationException("a child ends in one of these ways"),
                }
            )
        );
    }

    private string Error(string what) => $"error: the backup could not be encrypted: {Program} {what} (setting backup.encryptTo)";

    /// <summary>A piece from the middle: the payload, which is what must not be readable.</summary>
    private static ReadOnlySpan<byte> Sample(ReadOnlyMemory<byte> plain) =>
        plain.Span.Slice(plain.Length / 2, Math.Min(SampleBytes, plain.Length - plain.Length / 2));

    private static string Last(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last]
            ? $": {KubeError.OneLine(last)}"
            : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
