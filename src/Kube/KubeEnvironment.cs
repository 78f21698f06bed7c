namespace Helmstuck.Kube;

/// <summary>The environment of the process, as a parameter so that tests can replace it.</summary>
/// <param name="Variable">An environment variable's value, or null if it is not set.</param>
/// <param name="Home">The user's home folder; <c>.kube/config</c> is looked for below it.</param>
/// <param name="ServiceAccountFolder">The folder with the token, namespace and CA of a pod.</param>
internal sealed record KubeEnvironment(
    Func<string, string?> Variable,
    string Home,
    string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"
)
{
    /// <summary>A variable's value, or null if it is not set or empty.</summary>
    public string? NonEmpty(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}
