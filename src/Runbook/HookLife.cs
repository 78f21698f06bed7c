namespace Helmstuck.Runbook;

/// <summary>What the cluster says of the Jobs and Pods of a hook.</summary>
internal enum HookLife
{
    Unknown,
    Running,
    Succeeded,
    Failed,

    /// <summary>Not there (any more): most hooks are deleted when they succeed.</summary>
    Gone,

    /// <summary>The hook has neither Job nor Pod.</summary>
    RunsNothing,
}
