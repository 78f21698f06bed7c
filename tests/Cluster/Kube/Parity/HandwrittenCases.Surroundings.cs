namespace Helmstuck.Tests.Cluster.Kube.Parity;

internal static partial class HandwrittenCases
{
    private const string Far = "server: 'https://api.example:{tlsport}', certificate-authority: ca.crt";
    private const string FarPlain = "server: 'http://api.example:{plainport}'";

    private static ParityCase[] Proxies =>
        [
            new("proxy: proxy-url http", One(Far + ", proxy-url: 'http://{proxy}'")),
            new("proxy: proxy-url https", One(Far + ", proxy-url: 'https://{sproxy}'")),
            new("proxy: proxy-url https by name", One(Far + ", proxy-url: 'https://localhost:1'")),
            new("proxy: proxy-url socks5", One(Far + ", proxy-url: 'socks5://{socks}'")),
            new("proxy: proxy-url socks5 with a password", One(Far + ", proxy-url: 'socks5://ann:pw@{socks}'")),
            new("proxy: proxy-url socks5 for an address", One(TrustedTls + ", proxy-url: 'socks5://{socks}'")),
            new("proxy: proxy-url socks5h", One(Far + ", proxy-url: 'socks5h://{socks}'")),
            new("proxy: proxy-url ftp", One(Far + ", proxy-url: 'ftp://{proxy}'")),
            new("proxy: proxy-url without a scheme", One(Far + ", proxy-url: '{proxy}'")),
            new("proxy: proxy-url that is none", One(Far + ", proxy-url: 'http://a b'")),
            new("proxy: proxy-url with a password", One(Far + ", proxy-url: 'http://ann:p%40w@{aproxy}'")),
            new("proxy: proxy-url for loopback", One(TrustedTls + ", proxy-url: 'http://{proxy}'")),
            new("proxy: proxy-url for a plain server", One(FarPlain + ", proxy-url: 'http://{proxy}'")),
            new("proxy: proxy-url for a plain server with a password", One(FarPlain + ", proxy-url: 'http://ann:pw@{aproxy}'")),
            new("proxy: proxy-url refused", One(Far + ", proxy-url: 'http://127.0.0.1:1'")),
            new("proxy: proxy-url beats HTTPS_PROXY", One(Far + ", proxy-url: 'http://{proxy}'"))
            {
                Environment = ["HTTPS_PROXY=socks5://{socks}"],
            },
            new("proxy: proxy-url and NO_PROXY", One(Far + ", proxy-url: 'http://{proxy}'")) { Environment = ["NO_PROXY=*"] },
            new("proxy: proxy-url and --server", One(Far + ", proxy-url: 'http://{proxy}'"), "--server https://inner.example:{tlsport}"),
            new("proxy: proxy-url and tls-server-name", One(Far + ", proxy-url: 'http://{proxy}', tls-server-name: inner.example"))
            {
                Differs = "host-header",
            },
            new("proxy: proxy-url https and tls-server-name", One(Far + ", proxy-url: 'https://{sproxy}', tls-server-name: inner.example"))
            {
                Differs = "https-proxy-sni",
            },
            new("proxy: HTTPS_PROXY", One(Far)) { Environment = ["HTTPS_PROXY=http://{proxy}"] },
            new("proxy: https_proxy", One(Far)) { Environment = ["https_proxy=http://{proxy}"] },
            new("proxy: HTTPS_PROXY and https_proxy", One(Far))
            {
                Environment = ["HTTPS_PROXY=http://{proxy}", "https_proxy=http://127.0.0.1:1"],
            },
            new("proxy: HTTPS_PROXY without a scheme", One(Far)) { Environment = ["HTTPS_PROXY={proxy}"] },
            new("proxy: HTTPS_PROXY socks5", One(Far)) { Environment = ["HTTPS_PROXY=socks5://{socks}"] },
            new("proxy: HTTPS_PROXY https", One(Far)) { Environment = ["HTTPS_PROXY=https://{sproxy}"] },
            new("proxy: HTTPS_PROXY with a password", One(Far)) { Environment = ["HTTPS_PROXY=http://ann:pw@{aproxy}"] },
            new("proxy: HTTP_PROXY for an https server", One("server: 'https://0.0.0.0:{tlsport}', certificate-authority: ca.crt"))
            {
                Environment = ["HTTP_PROXY=http://{proxy}"],
            },
            new("proxy: HTTP_PROXY for a plain server", One(FarPlain)) { Environment = ["HTTP_PROXY=http://{proxy}"] },
            new("proxy: HTTP_PROXY in a CGI program", One("server: 'http://0.0.0.0:{plainport}'"))
            {
                Environment = ["HTTP_PROXY=http://{proxy}", "REQUEST_METHOD=GET"],
                Differs = "cgi",
            },
            new("proxy: ALL_PROXY", One("server: 'https://0.0.0.0:{tlsport}', certificate-authority: ca.crt"))
            {
                Environment = ["ALL_PROXY=http://{proxy}"],
            },
            new("proxy: HTTPS_PROXY for 127.0.0.1", One(TrustedTls)) { Environment = ["HTTPS_PROXY=http://{proxy}"] },
            new("proxy: HTTPS_PROXY for localhost", One("server: 'https://localhost:{tlsport}', certificate-authority: ca.crt"))
            {
                Environment = ["HTTPS_PROXY=http://{proxy}"],
            },
            new("proxy: HTTPS_PROXY for 0.0.0.0", One("server: 'https://0.0.0.0:{tlsport}', certificate-authority: ca.crt"))
            {
                Environment = ["HTTPS_PROXY=http://{proxy}"],
            },
            Bypass("0.0.0.0"),
            Bypass("0.0.0.0/8"),
            Bypass("10.0.0.0/8"),
            Bypass("0.0.0.0:1"),
            Bypass("0.0.0.0:{tlsport}"),
            Bypass("*"),
            Bypass(" x , 0.0.0.0 ,y"),
            Bypass("example"),
            Name("api.example"),
            Name(".example"),
            Name("*.example"),
            Name("ample"),
            Name("API.EXAMPLE"),
            Name("api.example:1"),
            Name("x.api.example"),
            new("proxy: NO_PROXY and no_proxy", One(Far)) { Environment = ["HTTPS_PROXY=http://{proxy}", "NO_PROXY=other", "no_proxy=*"] },
            new("proxy: HTTPS_PROXY that is none", One(Far)) { Environment = ["HTTPS_PROXY=http://a b"], Differs = "url-parser" },
            new("proxy: HTTPS_PROXY ftp", One(Far)) { Environment = ["HTTPS_PROXY=ftp://{proxy}"] },
            new("proxy: HTTPS_PROXY empty", One(TrustedTls)) { Environment = ["HTTPS_PROXY="] },
        ];

    private static ParityCase Bypass(string rule) =>
        new($"proxy: NO_PROXY={rule} for 0.0.0.0", One("server: 'https://0.0.0.0:{tlsport}', certificate-authority: ca.crt"))
        {
            Environment = ["HTTPS_PROXY=http://{proxy}", "NO_PROXY=" + rule],
        };

    private static ParityCase Name(string rule) =>
        new($"proxy: NO_PROXY={rule} for a name", One("server: 'https://api.example:{tlsport}', certificate-authority: ca.crt"))
        {
            Environment = ["HTTPS_PROXY=http://{proxy}", "NO_PROXY=" + rule],
        };

    private static ParityCase[] Kuberc =>
        [
            Rc("kuberc: DenyAll", "credentialPluginPolicy: DenyAll"),
            Rc("kuberc: AllowAll", "credentialPluginPolicy: AllowAll"),
            Rc("kuberc: no policy", "aliases: []"),
            Rc("kuberc: Allowlist by path", "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: '{home}/.kube/login'}]"),
            Rc("kuberc: Allowlist of another", "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: other-login}]"),
            Rc(
                "kuberc: Allowlist by the name in another folder",
                "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: login}]"
            ),
            Rc("kuberc: Allowlist without a list", "credentialPluginPolicy: Allowlist"),
            Rc("kuberc: Allowlist with an empty list", "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []"),
            Rc("kuberc: Allowlist with an empty entry", "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: ''}]"),
            Rc(
                "kuberc: Allowlist with an unclean path",
                "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: './login'}]"
            ),
            Rc("kuberc: a list without Allowlist", "credentialPluginPolicy: DenyAll\ncredentialPluginAllowlist: [{name: login}]"),
            Rc("kuberc: unknown policy", "credentialPluginPolicy: Sometimes"),
            Rc("kuberc: DenyAll, no plugin", "credentialPluginPolicy: DenyAll") with
            {
                Config = One(TrustedTls),
            },
            Rc("kuberc: DenyAll, plugin and token", "credentialPluginPolicy: DenyAll") with
            {
                Config = One(TrustedTls, Login + ", token: t"),
            },
            Rc("kuberc: bare name on the PATH", "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: sh}]") with
            {
                Config = One(TrustedTls, "exec: {apiVersion: {v1}, command: sh, args: ['{home}/.kube/login'], interactiveMode: Never}"),
            },
            Rc("kuberc: KUBERC=off", "credentialPluginPolicy: DenyAll") with
            {
                Environment = ["KUBERC=off"],
            },
            Rc("kuberc: KUBECTL_KUBERC=false", "credentialPluginPolicy: DenyAll") with
            {
                Environment = ["KUBECTL_KUBERC=false"],
            },
            Rc("kuberc: KUBECTL_KUBERC=true", "credentialPluginPolicy: DenyAll") with
            {
                Environment = ["KUBECTL_KUBERC=true"],
            },
            Rc("kuberc: KUBERC names another file", "credentialPluginPolicy: AllowAll") with
            {
                Files = [Program, (".kube/kuberc", "x"), ("rc", Preference("credentialPluginPolicy: DenyAll"))],
                Environment = ["KUBERC={home}/rc"],
            },
            Rc("kuberc: KUBERC names a missing file", "credentialPluginPolicy: AllowAll") with
            {
                Environment = ["KUBERC={home}/nope"],
            },
            Rc(
                "kuberc: default flag of a subcommand",
                "defaults: [{command: events, options: [{name: namespace, default: by-kuberc}]}]"
            ) with
            {
                Differs = "kuberc-defaults",
            },
        ];

    private static ParityCase Rc(string name, string preference) =>
        new(name, One(TrustedTls, Login)) { Files = [Program, (".kube/kuberc", Preference(preference))] };

    private static string Preference(string preference) =>
        "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n" + preference + "\n";

    private static ParityCase[] Answers =>
        [
            Says(
                "401",
                "401 Unauthorized",
                "application/json",
                """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}"""
            ),
            Says("401 without a body", "401 Unauthorized", "text/plain", ""),
            Says(
                "403",
                "403 Forbidden",
                "application/json",
                """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"events is forbidden: User \"t\" cannot list","""
                    + ""
                    + "\"reason\":\"Forbidden\",\"details\":{\"kind\":\"events\"},\"code\":403}"
            ),
            Says("403 as HTML", "403 Forbidden", "text/html", "<html>no</html>") with
            {
                Differs = "html-page",
            },
            Says("404", "404 Not Found", "text/plain", "404 page not found"),
            Says("404 as HTML", "404 Not Found", "text/html", "<html>nothing here</html>"),
            Says("500", "500 Internal Server Error", "text/plain", "boom"),
            Says(
                "500 with a Status",
                "500 Internal Server Error",
                "application/json",
                """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"etcd is gone","reason":"InternalError","code":500}"""
            ),
            Says("502 as HTML", "502 Bad Gateway", "text/html", "<html>bad gateway</html>") with
            {
                Differs = "html-page",
            },
            Says("503", "503 Service Unavailable", "text/plain", "no endpoints"),
            Says("504", "504 Gateway Timeout", "text/plain", "late"),
            Says("400", "400 Bad Request", "text/plain", "Client sent an HTTP request to an HTTPS server."),
            Says("405", "405 Method Not Allowed", "text/plain", "no"),
            Says("406", "406 Not Acceptable", "text/plain", "no"),
            Says("409", "409 Conflict", "text/plain", "no"),
            Says(
                "410",
                "410 Gone",
                "application/json",
                """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old","reason":"Expired","code":410}"""
            ),
            Says("415", "415 Unsupported Media Type", "text/plain", "no"),
            Says("418", "418 I'm a teapot", "text/plain", "short and stout"),
            Says("422", "422 Unprocessable Entity", "text/plain", "no") with
            {
                Differs = "bare-422",
            },
            Says("429", "429 Too Many Requests", "text/plain", "slow down"),
            Says("302", "302 Found", "text/html", "<html>login</html>", "Location: /login") with
            {
                Differs = "redirects",
            },
        ];

    private static ParityCase Says(string name, string status, string type, string body, string more = "") =>
        new("answer: " + name, One("server: '{plain}'"))
        {
            Answer =
                $"HTTP/1.1 {status}\nContent-Type: {type}\n{(more.Length > 0 ? more + "\n" : "")}"
                + $"Content-Length: {body.Length}\nConnection: close\n\n{body}",
        };
}
