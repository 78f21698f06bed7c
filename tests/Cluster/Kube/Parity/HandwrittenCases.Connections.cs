namespace Helmstuck.Tests.Cluster.Kube.Parity;

internal static partial class HandwrittenCases
{
    private static ParityCase[] Addresses =>
        [
            new("address: host:port", One("server: '{plainhost}'")),
            new("address: host:port with a CA", One("server: '{tlshost}', certificate-authority: ca.crt")),
            new("address: host:port insecure", One("server: '{tlshost}', insecure-skip-tls-verify: true")),
            new("address: host:port with tls-server-name", One("server: '{plainhost}', tls-server-name: inner.example")),
            new(
                "address: host:port with a client certificate",
                One("server: '{tlshost}'", "client-certificate: ann.crt, client-key: ann.key")
            ),
            new("address: host:port, --insecure-skip-tls-verify", One("server: '{tlshost}'"), "--insecure-skip-tls-verify"),
            new("address: host:port, --certificate-authority", One("server: '{tlshost}'"), "--certificate-authority {home}/.kube/ca.crt"),
            new("address: host:port and a path", One("server: '{plainhost}/a/b'")),
            new("address: host alone", One("server: 'localhost'")),
            new("address: host alone insecure", One("server: 'localhost', insecure-skip-tls-verify: true")),
            new("address: path", One("server: '{plain}/k8s/clusters/c-1'")),
            new("address: path with a slash at the end", One("server: '{plain}/k8s/clusters/c-1/'")),
            new("address: slash at the end", One("server: '{plain}/'")),
            new("address: two slashes at the end", One("server: '{plain}//'")),
            new("address: two slashes inside", One("server: '{plain}/a//b'")),
            new("address: query and fragment", One("server: '{plain}/a?x=1#f'")),
            new("address: user and password", One("server: 'http://ann:pw@{plainhost}'")),
            new(
                "address: user and password over TLS, and a token",
                One("server: 'https://ann:pw@{tlshost}', certificate-authority: ca.crt")
            ),
            new(
                "address: user and password over TLS, and a certificate",
                One("server: 'https://ann:p%40w@{tlshost}', certificate-authority: ca.crt", AnnData)
            ),
            new("address: blank in the path", One("server: '{plain}/a b'")),
            new("address: percent in the path", One("server: '{plain}/a%20b%2Fc'")),
            new("address: dots in the path", One("server: '{plain}/a/../b/./c'")),
            new("address: upper case scheme", One("server: 'HTTP://{plainhost}'")),
            new("address: upper case host", One("server: 'http://LOCALHOST:{plainport}'")) { Differs = "host-header" },
            new("address: localhost over TLS", One("server: 'https://localhost:{tlsport}', certificate-authority: ca.crt")),
            new("address: IPv6", One("server: 'https://[::1]:1', insecure-skip-tls-verify: true")),
            new("address: IPv6 without a port", One("server: 'http://[::1]'")),
            new("address: IPv6 without brackets", One("server: 'https://::1:1'")) { Differs = "address-impossible" },
            new("address: IPv6 without a scheme", One("server: '[::1]:1'")),
            new("address: port that is none", One("server: 'https://127.0.0.1:http'")),
            new("address: port too large", One("server: 'https://127.0.0.1:99999'")) { Differs = "address-impossible" },
            new("address: port missing after the colon", One("server: 'http://127.0.0.1:'")),
            new("address: no host", One("server: 'https://'")),
            new("address: no host but a port", One("server: 'https://:1'")) { Differs = "address-impossible" },
            new("address: scheme alone", One("server: 'https:'")),
            new("address: one slash", One("server: 'https:/127.0.0.1'")),
            new("address: ftp", One("server: 'ftp://127.0.0.1:1'")),
            new("address: unix", One("server: 'unix:///run/x.sock'")),
            new("address: blank inside", One("server: 'https://a b'")),
            new("address: control character", One("server: \"https://127.0.0.1:1\\x01\"")),
            new("address: leading blank", One("server: ' {plain}'")),
            new("address: trailing blank", One("server: '{plain} '")),
            new("address: refused", One("server: 'https://127.0.0.1:1'")),
            new("address: refused, with a path", One("server: 'https://127.0.0.1:1/a/b'")),
            new("address: TLS to a plain server", One("server: 'https://{plainhost}', insecure-skip-tls-verify: true")),
            new("address: plain to a TLS server", One("server: 'http://{tlshost}'")),
            new("address: --server", One(TrustedTls), "--server {plain}/flag"),
            new("address: --server without a scheme", One(TrustedTls), "--server {tlshost}"),
            new("address: --server empty", One(TrustedTls), "--server ∅"),
            new("timeout: 5s", One("server: '{plain}'"), "--request-timeout 5s"),
            new("timeout: 5", One("server: '{plain}'"), "--request-timeout 5"),
            new("timeout: 0", One("server: '{plain}'"), "--request-timeout 0"),
            new("timeout: 0s", One("server: '{plain}'"), "--request-timeout 0s"),
            new("timeout: empty", One("server: '{plain}'"), "--request-timeout ∅"),
            new("timeout: 1m30s", One("server: '{plain}'"), "--request-timeout 1m30s"),
            new("timeout: 1.5h", One("server: '{plain}'"), "--request-timeout 1.5h") { Differs = "timeout-text" },
            new("timeout: 90m", One("server: '{plain}'"), "--request-timeout 90m") { Differs = "timeout-text" },
            new("timeout: 1500ms", One("server: '{plain}'"), "--request-timeout 1500ms"),
            new("timeout: 07", One("server: '{plain}'"), "--request-timeout 07"),
            new("timeout: +5", One("server: '{plain}'"), "--request-timeout +5"),
            new("timeout: 5x", One("server: '{plain}'"), "--request-timeout 5x"),
            new("timeout: 1.5", One("server: '{plain}'"), "--request-timeout 1.5"),
            new("timeout: -5", One("server: '{plain}'"), "--request-timeout=-5"),
            new("timeout: blank", One("server: '{plain}'"), "--request-timeout ␣"),
            new("timeout: 1 d", One("server: '{plain}'"), "--request-timeout 1d"),
            new("compression: off by flag", One("server: '{plain}'"), "--disable-compression") { Differs = "compression-http" },
            new("compression: off by flag with a value", One("server: '{plain}'"), "--disable-compression=true")
            {
                Differs = "compression-http",
            },
            new("compression: on by flag", One("server: '{plain}', disable-compression: true"), "--disable-compression=false")
            {
                Differs = "compression-http",
            },
            new("compression: off by file", One("server: '{plain}', disable-compression: true")) { Differs = "compression-http" },
            new("compression: off by flag, TLS", One(TrustedTls), "--disable-compression"),
            new("compression: off by file, TLS", One(TrustedTls + ", disable-compression: true")),
            new("compression: on by flag, TLS", One(TrustedTls + ", disable-compression: true"), "--disable-compression=false"),
        ];

    private static ParityCase[] Trust =>
        [
            new("trust: CA file", One(TrustedTls)),
            new("trust: CA data", One("server: '{tls}', certificate-authority-data: {cadata}")),
            new("trust: CA file and data", One("server: '{tls}', certificate-authority: ca.crt, certificate-authority-data: {cadata}")),
            new("trust: another CA", One("server: '{tls}', certificate-authority-data: {otherdata}")),
            new("trust: no CA", One("server: '{tls}'")),
            new("trust: insecure", One("server: '{tls}', insecure-skip-tls-verify: true")),
            new("trust: insecure with CA file", One("server: '{tls}', insecure-skip-tls-verify: true, certificate-authority: ca.crt")),
            new(
                "trust: insecure with CA data",
                One("server: '{tls}', insecure-skip-tls-verify: true, certificate-authority-data: {cadata}")
            ),
            new(
                "trust: CA data, --insecure-skip-tls-verify",
                One("server: '{tls}', certificate-authority-data: {cadata}"),
                "--insecure-skip-tls-verify"
            ),
            new(
                "trust: insecure, --insecure-skip-tls-verify=false",
                One("server: '{tls}', insecure-skip-tls-verify: true"),
                "--insecure-skip-tls-verify=false"
            ),
            new(
                "trust: insecure, --certificate-authority",
                One("server: '{tls}', insecure-skip-tls-verify: true"),
                "--certificate-authority {home}/.kube/ca.crt"
            ),
            new(
                "trust: --certificate-authority beats data",
                One("server: '{tls}', certificate-authority-data: {otherdata}"),
                "--certificate-authority {home}/.kube/ca.crt"
            ),
            new(
                "trust: --certificate-authority and insecure",
                One("server: '{tls}'"),
                "--certificate-authority {home}/.kube/ca.crt --insecure-skip-tls-verify"
            ),
            new("trust: --certificate-authority missing", One(TrustedTls), "--certificate-authority {home}/nope"),
            new("trust: --certificate-authority empty", One(TrustedTls), "--certificate-authority ∅"),
            new("trust: --insecure-skip-tls-verify=x", One(TrustedTls), "--insecure-skip-tls-verify=x"),
            new("trust: --insecure-skip-tls-verify=1", One(TrustedTls), "--insecure-skip-tls-verify=1"),
            new("trust: CA file missing", One("server: '{tls}', certificate-authority: nope.crt")),
            new("trust: CA file is a folder", One("server: '{tls}', certificate-authority: ../.kube")),
            new("trust: CA data is no PEM", One("server: '{tls}', certificate-authority-data: aGVsbG8=")),
            new("trust: CA data of both", One("server: '{tls}', certificate-authority-data: {otherdata}{cadata}"))
            {
                Differs = "go-struct",
            },
            new("trust: CA for a plain server", One("server: '{plain}', certificate-authority: ca.crt")),
            new("trust: tls-server-name", One(TrustedTls + ", tls-server-name: inner.example")),
            new("trust: tls-server-name that is wrong", One(TrustedTls + ", tls-server-name: wrong.example")),
            new("trust: tls-server-name, insecure", One("server: '{tls}', insecure-skip-tls-verify: true, tls-server-name: any.example")),
            new("trust: tls-server-name is an address", One(TrustedTls + ", tls-server-name: 127.0.0.1")),
            new("trust: --tls-server-name", One(TrustedTls), "--tls-server-name inner.example"),
            new(
                "trust: --tls-server-name beats the file",
                One(TrustedTls + ", tls-server-name: wrong.example"),
                "--tls-server-name inner.example"
            ),
            new("trust: --tls-server-name empty", One(TrustedTls + ", tls-server-name: inner.example"), "--tls-server-name ∅"),
            new(
                "trust: --server clears tls-server-name",
                One(TrustedTls + ", tls-server-name: inner.example"),
                "--server https://localhost:{tlsport}"
            ),
            new(
                "trust: --server and --tls-server-name",
                One(TrustedTls),
                "--server https://localhost:{tlsport} --tls-server-name inner.example"
            ),
            new("trust: --server keeps the CA", One(TrustedTls), "--server {other}"),
            new(
                "trust: --server and another CA",
                One(TrustedTls),
                "--server https://localhost:{otherport} --certificate-authority {home}/.kube/other.crt"
            ),
        ];
}
