namespace Helmstuck.Kube.Configuration;

/// <summary>The user flags; client-go: tools/clientcmd/client_config.go getAuthInfo.</summary>
internal static class UserOverrides
{
    public static UserEntry Apply(UserEntry user, KubeFlags flags, IReadOnlyList<KeyValuePair<string, string>> extra)
    {
        if (flags.ClientCertificate is { Length: > 0 } certificate)
            user = user with { ClientCertificate = certificate, ClientCertificateData = [] };
        if (flags.ClientKey is { Length: > 0 } key)
            user = user with { ClientKey = key, ClientKeyData = [] };
        // A token flag replaces the token file.
        if (flags.Token is { Length: > 0 } token)
            user = user with { Token = token, TokenFile = "" };
        return user with
        {
            As = flags.As is { Length: > 0 } other ? other : user.As,
            AsUid = flags.AsUid is { Length: > 0 } uid ? uid : user.AsUid,
            AsGroups = flags.AsGroups.Count > 0 ? flags.AsGroups : user.AsGroups,
            AsUserExtra = extra.Count > 0 ? extra : user.AsUserExtra,
        };
    }

    /// <summary>The pairs of <c>key=value</c> flags; null if one is not a pair.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Extra(IReadOnlyList<string> flags) =>
        flags.All(pair => pair.Contains('=', StringComparison.Ordinal))
            ? [.. flags.Select(pair => pair.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]))]
            : null;
}
