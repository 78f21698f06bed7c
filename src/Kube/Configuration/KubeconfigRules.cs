using Helmstuck.Kube.Transport;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// What is wrong with the chosen cluster and user, in client-go's words. Rule 13; tools/clientcmd/validation.go.
/// </summary>
internal static class KubeconfigRules
{
    /// <summary>Null if nothing is wrong.</summary>
    public static KubeError? Check(string userName, UserEntry user, string clusterName, ClusterEntry cluster)
    {
        List<string> problems = [.. User(userName, user), .. Cluster(clusterName, cluster)];
        return problems switch
        {
            [] => null,
            [var only] => new KubeError(KubeErrorKind.Configuration, KubeError.OneLine("error: " + only)),
            _ => new KubeError(KubeErrorKind.Configuration, KubeError.OneLine("Error in configuration: * " + string.Join(" * ", problems))),
        };
    }

    private static IEnumerable<string> User(string name, UserEntry user)
    {
        List<string> methods = [];
        if (user.Token.Length > 0)
            methods.Add("token");
        if (user.Username.Length > 0 || user.Password.Length > 0)
            methods.Add("basicAuth");
        foreach (var problem in Certificate(name, user).Concat(user.Exec is { } exec ? Exec(name, exec, user.AuthProvider) : []))
            yield return problem;
        if (methods.Count > 1)
            yield return $"more than one authentication method found for {name}; found [{string.Join(' ', methods)}], only one is allowed";
        if (user.As.Length == 0 && (user.AsUid.Length > 0 || user.AsGroups.Count > 0 || user.AsUserExtra.Count > 0))
            yield return $"requesting uid, groups or user-extra for {name} without impersonating a user";
    }

    private static IEnumerable<string> Certificate(string name, UserEntry user)
    {
        if (user.ClientCertificate.Length == 0 && user.ClientCertificateData.Length == 0)
            yield break;
        if (user.ClientCertificate.Length > 0 && user.ClientCertificateData.Length > 0)
            yield return $"client-cert-data and client-cert are both specified for {name}. client-cert-data will override.";
        if (user.ClientKey.Length > 0 && user.ClientKeyData.Length > 0)
            yield return $"client-key-data and client-key are both specified for {name}; client-key-data will override";
        if (user.ClientKey.Length == 0 && user.ClientKeyData.Length == 0)
            yield return $"client-key-data or client-key must be specified for {name} to use the clientCert authentication method.";
        if (user.ClientCertificate.Length > 0 && WhyUnreadable(user.ClientCertificate) is { } certificate)
            yield return $"unable to read client-cert {user.ClientCertificate} for {name} due to {certificate}";
        if (user.ClientKey.Length > 0 && WhyUnreadable(user.ClientKey) is { } key)
            yield return $"unable to read client-key {user.ClientKey} for {name} due to {key}";
    }

    private static IEnumerable<string> Exec(string name, ExecEntry exec, string authProvider)
    {
        if (authProvider.Length > 0)
            yield return $"authProvider cannot be provided in combination with an exec plugin for {name}";
        if (exec.Command.Length == 0)
            yield return $"command must be specified for {name} to use exec authentication plugin";
        if (exec.ApiVersion.Length == 0)
            yield return $"apiVersion must be specified for {name} to use exec authentication plugin";
        if (exec.Environment.Any(variable => variable.Key.Length == 0))
            yield return $"env variable name must be specified for {name} to use exec authentication plugin";
        // The older versions have a default for it (client-go: tools/clientcmd/api/v1/defaults.go).
        if (
            exec.InteractiveMode.Length == 0
            && exec.ApiVersion is not ("client.authentication.k8s.io/v1beta1" or "client.authentication.k8s.io/v1alpha1")
        )
            yield return $"interactiveMode must be specified for {name} to use exec authentication plugin";
        else if (exec.InteractiveMode is not ("" or "Never" or "IfAvailable" or "Always"))
            yield return $"invalid interactiveMode for {name}: \"{exec.InteractiveMode}\"";
    }

    private static IEnumerable<string> Cluster(string name, ClusterEntry cluster)
    {
        if (cluster.Server.Length == 0)
            yield return name.Length == 0 ? "default cluster has no server defined" : $"no server found for cluster \"{name}\"";
        if (cluster.ProxyUrl.Length > 0 && WhyNoProxy(cluster.ProxyUrl) is { } why)
            yield return $"invalid 'proxy-url' \"{UserInfo.Without(cluster.ProxyUrl)}\" for cluster \"{name}\": {why}";
        if (cluster.CertificateAuthority.Length > 0 && cluster.CertificateAuthorityData.Length > 0)
            yield return $"certificate-authority-data and certificate-authority are both specified for {name}. "
                + $"certificate-authority-data will override.";
        if (cluster.CertificateAuthority.Length > 0 && WhyUnreadable(cluster.CertificateAuthority) is { } unreadable)
            yield return $"unable to read certificate-authority {cluster.CertificateAuthority} for {name} due to {unreadable}";
    }

    private static string? WhyNoProxy(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal) is var at and > 0 ? text[..at] : "";
        return ServerAddress.WhyNoUrl(text) is not null || (scheme is "http" or "https" or "socks5" && ProxyRules.Parse(text) is null)
                ? $"could not parse: {UserInfo.Without(text)}"
            : scheme is "http" or "https" or "socks5" ? null
            : $"unsupported scheme \"{scheme}\", must be http, https, or socks5";
    }

    private static string? WhyUnreadable(string path)
    {
        if (Directory.Exists(path))
            return null;
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return GoErrors.Open(path, error);
        }
    }
}
