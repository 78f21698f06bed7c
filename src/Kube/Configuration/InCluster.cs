namespace Helmstuck.Kube.Configuration;

/// <summary>
/// The service account of the pod that this process runs in. Rule 17; client-go: rest/config.go InClusterConfig,
/// tools/clientcmd/merged_client_builder.go.
/// </summary>
internal static class InCluster
{
    /// <summary>Null if this is not a pod.</summary>
    public static KubeResult<ClusterTarget>? Load(KubeFlags flags, KubeEnvironment environment)
    {
        var token = Path.Combine(environment.ServiceAccountFolder, "token");
        if (
            environment.NonEmpty("KUBERNETES_SERVICE_HOST") is not { } host
            || environment.NonEmpty("KUBERNETES_SERVICE_PORT") is not { } port
            || !File.Exists(token)
        )
            return null;
        var ca = Path.Combine(environment.ServiceAccountFolder, "ca.crt");
        var cluster = ClusterOverrides.Apply(
            new ClusterEntry
            {
                Server = $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
                CertificateAuthority = File.Exists(ca) ? ca : "",
            },
            flags
        );
        // client-go: merged_client_builder.go and client_config.go inClusterClientConfig: here a token flag replaces the file.
        var byFile = string.IsNullOrEmpty(flags.Token);
        var user = UserOverrides.Apply(
            new UserEntry { TokenFile = byFile ? token : "" },
            flags,
            UserOverrides.Extra(flags.AsUserExtra) ?? []
        );
        if (KubeconfigRules.Check("", user, "", cluster) is { } wrong)
            return wrong;
        return TargetBuilder
            .Build(cluster, user, environment)
            .Select(target =>
                target with
                {
                    Context = "in-cluster",
                    Namespace = flags.NamespaceOr(environment.NonEmpty("POD_NAMESPACE") ?? FileNamespace(environment)),
                    DisableCompression = flags.DisableCompression,
                }
            );
    }

    private static string? FileNamespace(KubeEnvironment environment)
    {
        var file = Path.Combine(environment.ServiceAccountFolder, "namespace");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
