namespace Helmstuck.Runbook;

internal enum RecommendedAction
{
    None,
    Wait,
    Investigate,
    Delete,
    MarkFailed,
    MarkDeployed,
    UninstallAgain,
    LeaveToOwner,
}
