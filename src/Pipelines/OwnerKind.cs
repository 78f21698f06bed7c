namespace Helmstuck.Pipelines;

/// <summary>What deploys a release, other than a person who runs Helm.</summary>
internal enum OwnerKind
{
    Flux,
    K3sHelmChart,
    Rancher,
    ArgoCd,
    Terraform,
    Other,
}
