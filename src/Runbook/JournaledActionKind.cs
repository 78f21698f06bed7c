namespace Helmstuck.Runbook;

internal enum JournaledActionKind
{
    Delete,
    MarkFailed,
    MarkDeployed,
    Restore,
}
