namespace Helmstuck.Pipelines;

/// <summary>What deploys a release, other than a person who runs Helm.</summary>
internal enum OwnerKind
{
    Flux,
    K3sHelmChart,
    Rancher,
    ArgoCd,
    Terraform,

    /// <summary>An operator that runs Helm for an object of its own.</summary>
    Operator,

    /// <summary>A controller that is known by nothing but its name.</summary>
    Controller,
    Other,
}
