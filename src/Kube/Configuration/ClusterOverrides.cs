namespace Helmstuck.Kube.Configuration;

/// <summary>Rules 10 and 11; client-go: tools/clientcmd/client_config.go getCluster.</summary>
internal static class ClusterOverrides
{
    public static ClusterEntry Apply(ClusterEntry cluster, KubeFlags flags)
    {
        if (flags.Server is { Length: > 0 } server)
            cluster = cluster with { Server = server };
        // Another server has another name, unless the flag is given, too.
        if (!string.IsNullOrEmpty(flags.TlsServerName) || !string.IsNullOrEmpty(flags.Server))
            cluster = cluster with { TlsServerName = flags.TlsServerName ?? "" };
        if (flags.InsecureSkipTlsVerify == true || !string.IsNullOrEmpty(flags.CertificateAuthority))
        {
            cluster = cluster with
            {
                InsecureSkipTlsVerify = flags.InsecureSkipTlsVerify == true,
                CertificateAuthority = flags.CertificateAuthority ?? "",
                CertificateAuthorityData = [],
            };
        }
        return cluster;
    }
}
