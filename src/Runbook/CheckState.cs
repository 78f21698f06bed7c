namespace Helmstuck.Runbook;

/// <summary>What a check says. <c>fail</c> and <c>unknown</c> block.</summary>
internal enum CheckState
{
    Pass,
    Warn,
    Fail,
    Unknown,
}
