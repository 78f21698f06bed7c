namespace Helmstuck.Recovery;

/// <summary>The step of a recovery, for the screen.</summary>
internal enum RecoveryStep
{
    Rereading,
    BackingUp,
    Journalling,
    Sending,
    Verifying,
    Done,
}
