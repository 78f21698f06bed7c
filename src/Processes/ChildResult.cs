namespace Helmstuck.Processes;

/// <summary>How a child process ended. Texts are UTF-8 as the child wrote them, cut at the byte limit given.</summary>
internal abstract record ChildResult
{
    /// <summary>
    /// It ended by itself. <paramref name="ExitCode"/>: 0 to 255, or -1 if the system kept none. <paramref name="Truncated"/>: it wrote
    /// more than was kept.
    /// </summary>
    public sealed record Exited(int ExitCode, string Output, string ErrorOutput, bool Truncated) : ChildResult
    {
        /// <summary>The output as it was written, where it is not text.</summary>
        public ReadOnlyMemory<byte> Bytes { get; init; }

        /// <summary>Whether it took all of its input, as far as the system can tell: a pipe holds some of it.</summary>
        public bool InputTaken { get; init; } = true;
    }

    /// <summary>It was ended by a signal that this program did not send.</summary>
    public sealed record Signalled(int Signal, string Output, string ErrorOutput) : ChildResult;

    /// <summary>It did not end in time; it and its process group were killed.</summary>
    public sealed record TimedOut(TimeSpan After, string Output, string ErrorOutput) : ChildResult;

    /// <summary>It could not be started. <paramref name="Reason"/> is the system's own text ("No such file or directory").</summary>
    public sealed record NotStarted(string Program, string Reason) : ChildResult
    {
        /// <summary>No such program, as opposed to one that is not allowed to run.</summary>
        public bool NotFound { get; init; }
    }
}
