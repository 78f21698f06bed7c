using System.Globalization;
using System.Net;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// The proxy for a request: the cluster's <c>proxy-url</c>, else HTTPS_PROXY, HTTP_PROXY and NO_PROXY by Go's rules.
/// Source: golang.org/x/net/http/httpproxy.
/// </summary>
internal sealed class ProxyRules : IWebProxy
{
    private readonly ClusterTarget target;
    private readonly Lazy<Uri?> proxy;

    public ProxyRules(ClusterTarget target)
    {
        this.target = target;
        proxy = new Lazy<Uri?>(Choose);
    }

    public ICredentials? Credentials
    {
        get =>
            proxy.Value?.UserInfo is { Length: > 0 } user
                ? new NetworkCredential(
                    Uri.UnescapeDataString(user.Split(':', 2)[0]),
                    user.Contains(':', StringComparison.Ordinal) ? Uri.UnescapeDataString(user.Split(':', 2)[1]) : ""
                )
                : null;
        set => throw new NotSupportedException();
    }

    /// <summary>The proxy for the target's server, or null: connect directly.</summary>
    public Uri? GetProxy(Uri destination) => proxy.Value is { } found ? new UriBuilder(found) { UserName = "", Password = "" }.Uri : null;

    public bool IsBypassed(Uri host) => proxy.Value is null;

    private Uri? Choose()
    {
        if (target.ProxyUrl is { } given)
            return given;
        var environment = target.Environment;
        var name = target.Server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        // In a CGI program, HTTP_PROXY is controlled by the sender of the request (httpoxy).
        if (name == "HTTP_PROXY" && environment.NonEmpty("REQUEST_METHOD") is not null)
            return null;
        if (
            (environment.NonEmpty(name) ?? environment.NonEmpty(name.ToLowerInvariant())) is not { } text
            || Bypassed(environment.NonEmpty("NO_PROXY") ?? environment.NonEmpty("no_proxy") ?? "")
        )
            return null;
        // Go takes the proxy of an unknown scheme for an HTTP one.
        return Parse(text) ?? (text.IndexOf("://", StringComparison.Ordinal) is var at and > 0 ? Parse(text[(at + 3)..]) : null);
    }

    /// <summary>A proxy's address; a bare <c>host:port</c> means http. Null if it is not usable.</summary>
    internal static Uri? Parse(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        if (text.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase))
            text = "socks5://" + text["socks5h://".Length..]; // .NET leaves the name's resolution to a SOCKS 5 proxy anyway.
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5" && uri.Host.Length > 0
            ? uri
            : null;
    }

    private bool Bypassed(string noProxy)
    {
        var host = target.Server.IdnHost.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        var isAddress = IPAddress.TryParse(host, out var address);
        if (host == "localhost" || (isAddress && IPAddress.IsLoopback(address!)))
            return true;
        foreach (var entry in noProxy.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry == "*")
                return true;
            var rule = entry.ToLowerInvariant();
            if (IPNetwork.TryParse(rule, out var network))
            {
                if (isAddress && network.Contains(address!))
                    return true;
                continue;
            }
            if (!PortMatches(ref rule))
                continue;
            if (IPAddress.TryParse(rule.Trim('[', ']'), out var one))
            {
                if (isAddress && one.Equals(address))
                    return true;
                continue;
            }
            // "*.x" and ".x" are the names below x; "x" is x and the names below it.
            var below = rule.StartsWith("*.", StringComparison.Ordinal) ? rule[1..] : rule;
            if (
                below.StartsWith('.')
                    ? host.EndsWith(below, StringComparison.Ordinal)
                    : host == below || host.EndsWith("." + below, StringComparison.Ordinal)
            )
                return true;
        }
        return false;
    }

    /// <summary>Removes the port from the rule; false if it is not the server's port.</summary>
    private bool PortMatches(ref string rule)
    {
        var colon = rule.LastIndexOf(':');
        if (colon < 0 || (rule.IndexOf(':', StringComparison.Ordinal) != colon && !rule.StartsWith('[')) || rule.EndsWith(']'))
            return true;
        if (!int.TryParse(rule.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return true;
        rule = rule[..colon];
        return port == target.Server.Port;
    }
}
