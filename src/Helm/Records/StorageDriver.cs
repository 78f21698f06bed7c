namespace Helmstuck.Helm.Records;

/// <summary>Where Helm keeps its records (Helm: HELM_DRIVER).</summary>
internal enum StorageDriver
{
    Secret,
    ConfigMap,
}
