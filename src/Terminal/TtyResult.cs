namespace Helmstuck.Terminal;

/// <summary>The result of a read from or a write to the terminal.</summary>
internal enum TtyResult
{
    Done,

    /// <summary>Nothing to read now; or, after <see cref="Tty.Hurry"/>, a terminal that accepts no more output.</summary>
    Nothing,

    /// <summary>The terminal hung up.</summary>
    Gone,
}
