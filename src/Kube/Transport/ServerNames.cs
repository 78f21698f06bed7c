using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Kube.Transport;

/// <summary>Whether a certificate is for this host. SANs only. Source: Go crypto/x509 verify.go VerifyHostname, HostnameError.</summary>
internal static class ServerNames
{
    /// <summary>Null if it is; else why not, in Go's words.</summary>
    public static string? WhyNot(X509Certificate2 leaf, string host)
    {
        if (leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
            return null;
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        if (names.Count == 0 && leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: true))
            return "certificate relies on legacy Common Name field, use SANs instead";
        List<string> valid;
        if (IPAddress.TryParse(host, out _))
        {
            valid = [.. names.SelectMany(name => name.EnumerateIPAddresses()).Select(address => address.ToString())];
            if (valid.Count == 0)
                return $"cannot validate certificate for {host} because it doesn't contain any IP SANs";
        }
        else
        {
            valid = [.. names.SelectMany(name => name.EnumerateDnsNames())];
        }
        return valid.Count == 0
            ? $"certificate is not valid for any names, but wanted to match {host}"
            : $"certificate is valid for {string.Join(", ", valid)}, not {host}";
    }
}
