namespace Helmstuck.Kube;

/// <summary>
/// Server: the request passes admission and is not persisted. A client-side dry run sends nothing and so is not here.
/// </summary>
internal enum DryRun
{
    None,
    Server,
}
