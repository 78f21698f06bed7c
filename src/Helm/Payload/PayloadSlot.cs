namespace Helmstuck.Helm.Payload;

/// <summary>The members that this program keeps; everything else is stepped over.</summary>
internal enum PayloadSlot
{
    None,
    Info,
    Name,
    Version,
    Namespace,
    Status,
    Description,
    FirstDeployed,
    LastDeployed,
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
