namespace Helmstuck.Kube;

/// <summary>The Impersonate-* headers.</summary>
internal sealed record Impersonation(
    string User,
    string? Uid,
    IReadOnlyList<string> Groups,
    IReadOnlyList<KeyValuePair<string, string>> Extra
);
