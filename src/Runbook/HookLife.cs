namespace Helmstuck.Runbook;

/// <summary>The state of the Jobs and Pods of a hook in the cluster.</summary>
internal enum HookLife
{
    Unknown,
    Running,
    Succeeded,
    Failed,

    /// <summary>Absent: most hooks are deleted when they succeed.</summary>
    Gone,

    /// <summary>The hook has neither Job nor Pod.</summary>
    RunsNothing,
}
