namespace Helmstuck.Kube;

/// <summary>What the process was started with, handed in so that tests can say something else.</summary>
/// <param name="Variable">An environment variable's value, or null where it is not set.</param>
/// <param name="Home">The user's home folder; <c>.kube/config</c> is looked for below it.</param>
/// <param name="ServiceAccountFolder">Where a pod finds its token, namespace and CA.</param>
internal sealed record KubeEnvironment(
    Func<string, string?> Variable,
    string Home,
    string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"
)
{
    /// <summary>A variable's value, or null where it is not set or empty.</summary>
    public string? NonEmpty(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
