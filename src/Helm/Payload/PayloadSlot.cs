namespace Helmstuck.Helm.Payload;

/// <summary>The members that this program reads; everything else is skipped.</summary>
internal enum PayloadSlot
{
    None,
    Info,
    Name,
    Version,
    Namespace,
    Status,
    Description,
    RollbackRevision,
    FirstDeployed,
    LastDeployed,
    Deleted,
    ChartName,
    ChartVersion,
    AppVersion,
    Manifest,
    ApplyMethod,
    Hooks,
    Hook,
    HookName,
    HookKind,
    HookManifest,
    HookEvents,
    HookEvent,
    HookWeight,
    HookPhase,
    HookStartedAt,
    HookCompletedAt,
}
