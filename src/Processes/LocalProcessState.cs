namespace Helmstuck.Processes;

/// <summary>What the scheduler says of a process that has not ended.</summary>
internal enum LocalProcessState
{
    Running,
    Sleeping,

    /// <summary>Stopped by a signal, as Ctrl-Z does: it goes on when it is continued.</summary>
    Stopped,
}
