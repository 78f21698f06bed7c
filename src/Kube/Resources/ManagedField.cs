namespace Helmstuck.Kube.Resources;

/// <summary>Who wrote fields of the object last, and when by the server's clock. The fields themselves are not kept.</summary>
internal sealed record ManagedField(string Manager, string Operation, DateTimeOffset? Time, string Subresource)
{
    /// <summary>The manager of what this program writes.</summary>
    public const string Own = "kubectl-helmstuck";
}
