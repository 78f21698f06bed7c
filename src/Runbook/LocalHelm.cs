namespace Helmstuck.Runbook;

/// <summary>A helm process on this machine that may work on the release.</summary>
/// <param name="State"><c>running</c>, <c>sleeping</c> or <c>stopped</c>.</param>
/// <param name="Age">How long ago it was started; null where that is not known.</param>
/// <param name="Command">Its command line, secrets masked.</param>
/// <param name="IsOtherClusterPossible">Its kubeconfig cannot be read, so it may work on another cluster.</param>
internal sealed record LocalHelm(int Pid, string User, string State, TimeSpan? Age, string Command, bool IsOtherClusterPossible)
{
    /// <summary>A process stopped by Ctrl-Z, which goes on when it is resumed.</summary>
    public bool IsStopped => State == "stopped";
}
