namespace Helmstuck.Kube.Configuration;

/// <summary>One entry of <c>users</c>, with its paths resolved. Empty: not set.</summary>
internal sealed record UserEntry
{
    public string ClientCertificate { get; init; } = "";
    public byte[] ClientCertificateData { get; init; } = [];
    public string ClientKey { get; init; } = "";
    public byte[] ClientKeyData { get; init; } = [];
    public string Token { get; init; } = "";
    public string TokenFile { get; init; } = "";
    public string Username { get; init; } = "";
    public string Password { get; init; } = "";
    public string As { get; init; } = "";
    public string AsUid { get; init; } = "";
    public IReadOnlyList<string> AsGroups { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> AsUserExtra { get; init; } = [];

    /// <summary>Name of a legacy auth-provider.</summary>
    public string AuthProvider { get; init; } = "";

    /// <summary>Whether it has any credentials.</summary>
    public bool IsAnybody =>
        Token.Length + TokenFile.Length + Username.Length + ClientCertificate.Length + ClientCertificateData.Length > 0 || Exec is not null;

    public ExecEntry? Exec { get; init; }
}
