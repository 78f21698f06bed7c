namespace Helmstuck.Helm.Records;

/// <summary>Whether a release's newest record blocks Helm, and whether the operation that made it may still be running.</summary>
internal enum ReleasePhase
{
    /// <summary>The status is neither pending nor uninstalling.</summary>
    Ok,

    /// <summary>
    /// The record blocks Helm, and was created or written less than <c>helm.idleAfter</c> ago: every deploy looks like that.
    /// </summary>
    InProgress,

    /// <summary>The record blocks Helm, and was not written for <c>helm.idleAfter</c>.</summary>
    Stuck,
}
