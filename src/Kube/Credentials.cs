namespace Helmstuck.Kube;

/// <summary>How the client authenticates, besides a client certificate.</summary>
internal sealed record Credentials
{
    public string? Token { get; init; }
    public string? TokenFile { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }
    public ExecPlugin? Exec { get; init; }
}
