namespace Helmstuck.Runbook;

/// <summary>The way out that a person chose.</summary>
internal enum Remedy
{
    /// <summary>Delete the stuck record: the runbook's way.</summary>
    Delete,

    /// <summary>Keep the record and write status failed into it.</summary>
    MarkFailed,
}
