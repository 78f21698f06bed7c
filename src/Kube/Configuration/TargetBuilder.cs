using Helmstuck.Kube.Certificates;
using Helmstuck.Kube.Transport;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// Makes a target from a validated cluster and user: reads files, completes the URL. client-go: rest/url_utils.go, rest/config.go,
/// transport/transport.go.
/// </summary>
internal static class TargetBuilder
{
    public static KubeResult<ClusterTarget> Build(ClusterEntry cluster, UserEntry user, KubeEnvironment environment)
    {
        try
        {
            return Compose(cluster, user, environment);
        }
        catch (UnreadableException error)
        {
            return Wrong(error.Message);
        }
    }

    /// <summary>A file cannot be read: caught above, never thrown to callers.</summary>
    private sealed class UnreadableException(string message) : Exception(message);

    private static KubeResult<ClusterTarget> Compose(ClusterEntry cluster, UserEntry user, KubeEnvironment environment)
    {
        var ca =
            cluster.CertificateAuthorityData.Length > 0 ? cluster.CertificateAuthorityData
            : cluster.CertificateAuthority.Length > 0 ? Read(cluster.CertificateAuthority)
            : null;
        if (ca is not null && cluster.InsecureSkipTlsVerify)
            return Wrong("specifying a root certificates file with the insecure flag is not allowed");
        if (ca is not null && Pem.Certificates(ca).Count == 0)
            return Wrong("unable to load root certificates: unable to parse bytes as PEM block");

        var server = ServerAddress.Of(cluster.Server);
        if (server.Error is not null)
            return server.Error;

        var exec = Exec(user, cluster, environment);
        if (exec.Error is not null)
            return exec.Error;
        if (user.AuthProvider.Length > 0)
            return WhyNoAuthProvider(user.AuthProvider);
        if (user.TokenFile.Length > 0 && user.Token.Length == 0)
            _ = Read(user.TokenFile);
        if (user.TokenFile.Length > 0 && user.Username.Length > 0)
            return Wrong("username/password or bearer token may be set, but not both");

        return new ClusterTarget
        {
            Server = server.ValueOrDefault!,
            Tls = new TlsSettings
            {
                InsecureSkipVerify = cluster.InsecureSkipTlsVerify,
                CertificateAuthority = ca,
                ServerName = cluster.TlsServerName is { Length: > 0 } name ? name : null,
                ClientCertificate = user.ClientCertificateData is { Length: > 0 } certificate ? certificate : null,
                ClientKey = user.ClientKeyData is { Length: > 0 } key ? key : null,
                ClientCertificateFile = user.ClientCertificate is { Length: > 0 } certificateFile ? certificateFile : null,
                ClientKeyFile = user.ClientKey is { Length: > 0 } keyFile ? keyFile : null,
            },
            Credentials = new Credentials
            {
                Token = user.Token is { Length: > 0 } token ? token : null,
                TokenFile = user.TokenFile is { Length: > 0 } tokenFile ? tokenFile : null,
                Username = user.Username is { Length: > 0 } username ? username : null,
                Password = user.Password is { Length: > 0 } password ? password : null,
                Exec = exec.ValueOrDefault!.Plugin,
            },
            Impersonation =
                user.As.Length == 0
                    ? null
                    : new Impersonation(user.As, user.AsUid is { Length: > 0 } uid ? uid : null, user.AsGroups, user.AsUserExtra),
            ProxyUrl = cluster.ProxyUrl.Length == 0 ? null : ProxyRules.Parse(cluster.ProxyUrl),
            Environment = environment,
        };
    }

    private sealed record Chosen(ExecPlugin? Plugin);

    private static KubeResult<Chosen> Exec(UserEntry user, ClusterEntry cluster, KubeEnvironment environment)
    {
        if (user.Exec is not { } exec)
            return new Chosen(null);
        if (exec.ApiVersion is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            return Wrong($"exec plugin: invalid apiVersion \"{exec.ApiVersion}\"");
        var preference = Kuberc.Load(environment);
        if (preference.Error is { } wrong)
            return wrong;
        return new Chosen(
            new ExecPlugin
            {
                Policy = preference.ValueOrDefault!.Policy,
                Command = exec.Command,
                Arguments = exec.Arguments,
                Environment = exec.Environment,
                ApiVersion = exec.ApiVersion,
                InstallHint = exec.InstallHint,
                ProvideClusterInfo = exec.ProvideClusterInfo,
                InteractiveMode = exec.InteractiveMode switch
                {
                    "Never" => InteractiveMode.Never,
                    "Always" => InteractiveMode.Always,
                    _ => InteractiveMode.IfAvailable,
                },
                ClusterConfigJson = cluster.ExecConfigJson,
            }
        );
    }

    /// <summary>Rule 37. gcp and azure: the message of client-go plugin/pkg/client/auth/{gcp,azure}.</summary>
    private static KubeError WhyNoAuthProvider(string name) =>
        name switch
        {
            "gcp" => Wrong(
                "The gcp auth plugin has been removed. Please use the \"gke-gcloud-auth-plugin\" kubectl/client-go credential plugin "
                    + "instead. See https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke for "
                    + "further details"
            ),
            "azure" => Wrong(
                "The azure auth plugin has been removed. Please use the https://github.com/Azure/kubelogin kubectl/client-go credential "
                    + "plugin instead. See "
                    + "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins "
                    + "for further details"
            ),
            "oidc" => Wrong(
                "the auth-provider \"oidc\" is not supported here: use a credential plugin such as kubelogin (kubectl oidc-login) in "
                    + "users[].user.exec"
            ),
            _ => Wrong($"no Auth Provider found for name \"{name}\""),
        };

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableException(GoErrors.Open(path, error));
        }
    }

    private static KubeError Wrong(string message) => new(KubeErrorKind.Configuration, KubeError.OneLine("error: " + message));
}
