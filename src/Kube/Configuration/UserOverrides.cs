namespace Helmstuck.Kube.Configuration;

/// <summary>The user flags; client-go: tools/clientcmd/client_config.go getAuthInfo.</summary>
internal static class UserOverrides
{
    /// <summary>As in kubectl, a token file of the kubeconfig wins over <c>--token</c>.</summary>
    public static UserEntry Apply(UserEntry user, KubeFlags flags, IReadOnlyList<KeyValuePair<string, string>> extra)
    {
        if (flags.ClientCertificate is { Length: > 0 } certificate)
            user = user with { ClientCertificate = certificate, ClientCertificateData = [] };
        if (flags.ClientKey is { Length: > 0 } key)
            user = user with { ClientKey = key, ClientKeyData = [] };
        return user with
        {
            Token = Or(flags.Token, user.Token),
            Username = Or(flags.Username, user.Username),
            Password = Or(flags.Password, user.Password),
            As = Or(flags.As, user.As),
            AsUid = Or(flags.AsUid, user.AsUid),
            AsGroups = flags.AsGroups.Count > 0 ? flags.AsGroups : user.AsGroups,
            // Each key that a flag gives replaces the file's values of that key.
            AsUserExtra = [.. user.AsUserExtra.Where(given => extra.All(pair => pair.Key != given.Key)), .. extra],
        };
    }

    private static string Or(string? flag, string otherwise) => string.IsNullOrEmpty(flag) ? otherwise : flag;

    /// <summary>The pairs of <c>key=value</c> flags; null if one is not a pair.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Extra(IReadOnlyList<string> flags) =>
        flags.All(pair => pair.Contains('=', StringComparison.Ordinal))
            ? [.. flags.Select(pair => pair.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]))]
            : null;
}
