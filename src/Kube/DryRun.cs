namespace Helmstuck.Kube;

/// <summary>
/// Server: the request runs through admission and is not persisted. A client-side dry run sends nothing and so never comes here.
/// </summary>
internal enum DryRun
{
    None,
    Server,
}
