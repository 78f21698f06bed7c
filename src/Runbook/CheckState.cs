namespace Helmstuck.Runbook;

/// <summary>The state of a check. <c>fail</c> and <c>unknown</c> block.</summary>
internal enum CheckState
{
    Pass,
    Warn,
    Fail,
    Unknown,
}
