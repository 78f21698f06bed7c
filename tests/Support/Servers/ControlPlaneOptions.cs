namespace Helmstuck.Tests.Support;

/// <summary>How a control plane is started.</summary>
internal sealed record ControlPlaneOptions
{
    /// <summary>Start kube-controller-manager too: Deployments then get ReplicaSets, Pods, conditions and counts.</summary>
    public bool Controllers { get; init; } = true;

    /// <summary>Write every request to the audit log (bodies of mutating ones included).</summary>
    public bool Audit { get; init; } = true;

    /// <summary>Further arguments of kube-apiserver.</summary>
    public string[] ApiServerArguments { get; init; } = [];
}
