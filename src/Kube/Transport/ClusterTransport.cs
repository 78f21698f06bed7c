using System.Text;
using Helmstuck.Kube.Certificates;
using Helmstuck.Kube.Exec;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// The transport below <c>KubeClient</c>: connections, TLS, proxies, and the headers for authentication.
/// Order of the wrappers: credentials, user agent, impersonation (client-go: transport/round_trippers.go HTTPWrappersForConfig).
/// </summary>
internal sealed class ClusterTransport : IDisposable
{
    private readonly ClusterTarget target;
    private readonly TimeProvider time;
    private readonly HttpMessageInvoker? given;
    private readonly BearerToken bearer;
    private readonly ExecCredentials? exec;
    private readonly ServerVerifier verifier;
    private readonly ProxyRules proxy;
    private readonly ImpersonationHeaders impersonation;
    private readonly Lock gate = new();
    private readonly List<HttpMessageInvoker> retired = [];
    private HttpMessageInvoker? network;
    private ClientCertificate? shown;

    public ClusterTransport(ClusterTarget target, HttpMessageHandler? handler, TimeProvider time)
    {
        this.target = target;
        this.time = time;
        given = handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false);
        // Before any certificate is used: building the client's own chain would read the system's roots.
        if (handler is null && target.Tls.PinsRoots)
            SystemTrust.Spare();
        proxy = new ProxyRules(target);
        impersonation = new ImpersonationHeaders(target.Impersonation);
        bearer = new BearerToken(target.Credentials, time);
        verifier = new ServerVerifier(target, time);
        // Static credentials win over a plugin (client-go: exec.go UpdateTransportConfig).
        var inHand =
            target.Credentials is { Token: not null } or { TokenFile: not null } or { Username: not null }
            || target.Tls.HasClientCertificate;
        exec = target.Credentials.Exec is { } plugin && !inHand ? new ExecCredentials(plugin, target, time) : null;
    }

    public Action<string>? Notice { get; set; }

    public string? StdinUnavailable { get; set; }

    /// <summary>Receives the credential plugin's name when it starts, and null when it has ended.</summary>
    public Action<string?>? PluginRuns
    {
        set
        {
            if (exec is not null)
                exec.Runs = value;
        }
    }

    /// <summary>Lends the terminal to the credential plugin (true), and takes it back.</summary>
    public Func<bool, bool>? LendTerminal
    {
        set
        {
            if (exec is not null)
                exec.LendTerminal = value;
        }
    }

    /// <summary>A credential plugin that failed is run again by the next request.</summary>
    public void RunPluginAgain() => exec?.EndPause();

    /// <summary>Ends a run of the credential plugin.</summary>
    public void CancelPlugin() => exec?.Cancel();

    // Credentials are never sent without TLS (client-go: rest/transport.go IsConfigTransportTLS).
    private bool IsTls => target.Server.Scheme == Uri.UriSchemeHttps;

    /// <summary>
    /// Adds the credentials and the impersonation to a request, and runs the plugin if there is one. An error if they are not available.
    /// </summary>
    public async Task<KubeError?> AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (impersonation.AddTo(request) is { } invalid)
            return invalid;
        // With a proxy, the handler makes the handshake itself, and takes its SNI from this header.
        if (IsTls && target.Tls.ServerName is { } name && proxy.GetProxy(target.Server) is not null)
            request.Headers.Host = name;
        var byAddress = target.Server.UserInfo.Length > 0;
        if (!IsTls)
            return byAddress ? AuthorizeByAddress(request) : null;
        // Go's net/http adds them before any of client-go's wrappers, which leave such a header alone.
        if (byAddress && exec is not null)
            return AuthorizeByAddress(request);
        var identity = await IdentifyAsync(ct).ConfigureAwait(false);
        if (identity.Error is { } refused)
            return refused;

        if (byAddress)
            return AuthorizeByAddress(request);
        var credentials = target.Credentials;
        if (credentials.Token is not null || credentials.TokenFile is not null)
        {
            var token = bearer.Current();
            if (token.Error is not null)
                return token.Error;
            return Authorize(request, "Bearer " + token.ValueOrDefault);
        }
        if (credentials.Username is not null || credentials.Password is not null)
            return Authorize(
                request,
                "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password}"))
            );
        return identity.ValueOrDefault!.Token is { Length: > 0 } fromPlugin ? Authorize(request, "Bearer " + fromPlugin) : null;
    }

    /// <summary>Sends the request once. After a 401, the next request reads the token again.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        HttpMessageInvoker invoker;
        lock (gate)
            invoker = given ?? (network ??= Open());
        var response = await invoker.SendAsync(request, ct).ConfigureAwait(false);
        if (response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
        {
            bearer.Forget();
            exec?.Forget(request.Headers.Authorization?.Parameter);
        }
        else
        {
            exec?.Accepted();
        }
        return response;
    }

    /// <summary>A broken or refused connection in kubectl's words.</summary>
    public KubeError Explain(Exception error, bool mutates) =>
        ConnectionErrors.Explain(error, target, verifier.LastFailure) is var explained
        && mutates
        && !ConnectionErrors.IsBeforeSending(error)
            ? explained with
            {
                CertainlyNotApplied = false,
            }
            : explained;

    public void Dispose()
    {
        lock (gate)
        {
            network?.Dispose();
            foreach (var old in retired)
                old.Dispose();
            given?.Dispose();
        }
        exec?.Dispose();
        verifier.Dispose();
    }

    /// <summary>The token of a credential plugin.</summary>
    private sealed record Identity(string? Token);

    /// <summary>Uses the certificate of the settings or of the plugin for new connections.</summary>
    private async Task<KubeResult<Identity>> IdentifyAsync(CancellationToken ct)
    {
        if (exec is not null)
        {
            var credential = await exec.GetAsync(Notice, StdinUnavailable, ct).ConfigureAwait(false);
            lock (gate)
                UseCertificate(credential.ValueOrDefault?.Certificate);
            return credential.Select(found => new Identity(found.Token));
        }
        if (given is not null || !target.Tls.HasClientCertificate)
            return new Identity(null);
        // Under the lock: requests that start in parallel share one certificate, and so one connection.
        lock (gate)
        {
            var loaded = ClientCertificates.Load(target.Tls, shown);
            if (loaded.ValueOrDefault is { } certificate)
                UseCertificate(certificate);
            return loaded.Select(_ => new Identity(null));
        }
    }

    private void UseCertificate(ClientCertificate? certificate)
    {
        if (ReferenceEquals(certificate, shown))
            return;
        shown = certificate;
        // A rotated certificate needs new connections; requests in progress keep the old ones.
        if (network is not null)
            retired.Add(network);
        network = null;
    }

    private HttpMessageInvoker Open()
    {
        var through = proxy.GetProxy(target.Server);
        var tls = verifier.Options(shown, through?.IdnHost);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = proxy,
            UseProxy = true,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            SslOptions = tls,
            RequestHeaderEncodingSelector = (name, _) => impersonation.EncodingOf(name),
        };
        if (through is null && IsTls && target.Tls.ServerName is { } name)
            handler.ConnectCallback = (context, ct) =>
                DirectConnection.OpenTlsAsync(context.DnsEndPoint, tls, name, !impersonation.NeedHttp1, ct);
        else if (through is null && DirectConnection.IsUnspecified(target.Server.IdnHost))
            handler.ConnectCallback = (context, ct) => DirectConnection.OpenAsync(context.DnsEndPoint, ct);
        return new HttpMessageInvoker(handler);
    }

    /// <summary>The user name and password of the server's address, as Go's net/http sends them.</summary>
    private KubeError? AuthorizeByAddress(HttpRequestMessage request)
    {
        var user = target.Server.UserInfo;
        var pair = Uri.UnescapeDataString(user.Contains(':', StringComparison.Ordinal) ? user : user + ":");
        return Authorize(request, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }

    private KubeError? Authorize(HttpRequestMessage request, string value)
    {
        if (request.Headers.TryAddWithoutValidation("Authorization", value))
            return null;
        return new KubeError(KubeErrorKind.Configuration, $"error: the credentials of user \"{target.User}\" cannot be sent in a header");
    }
}
