namespace Helmstuck.Tests.Cluster.Kube.Parity;

internal static partial class HandwrittenCases
{
    private const string Two = """
        current-context: b
        clusters:
        - {name: c, cluster: {server: '{other}', insecure-skip-tls-verify: true}}
        - {name: d, cluster: {server: '{plain}/second'}}
        users:
        - {name: u, user: {token: second, as: boss}}
        - {name: v, user: {token: only-second}}
        contexts:
        - {name: a, context: {cluster: d, user: v, namespace: from-second}}
        - {name: b, context: {cluster: d, user: v, namespace: b-second}}
        """;

    private const string Anchored = "a: &x {server: '{plain}/anchor'}\ncurrent-context: a\ncontexts: [{name: a, context: {cluster: c}}]\n";

    private static ParityCase[] Files =>
        [
            new("file: home", One(TrustedTls)),
            new("file: none", null) { Differs = "no-configuration" },
            new("file: empty", "") { Differs = "no-configuration" },
            new("file: only a comment", "# nothing\n") { Differs = "no-configuration" },
            new("file: null", "null") { Differs = "no-configuration" },
            new("file: none, --server", null, "--server {plain}"),
            new("file: none, -s without scheme", null, "-s {plainhost}"),
            new("file: none, --server, --token, insecure", null, "--server {tls} --token x --insecure-skip-tls-verify"),
            new("file: none, --context", null, "--context x"),
            new("file: none, --cluster", null, "--cluster x"),
            new("file: none, --user", null, "--user x"),
            new("file: none, --server and --context", null, "--server {plain} --context x"),
            new("file: none, --server and --user", null, "--server {plain} --user x"),
            new("file: none, --server and --cluster", null, "--server {plain} --cluster x"),
            new("file: none, KUBERNETES_MASTER", null) { Environment = ["KUBERNETES_MASTER={plain}"] },
            new("file: home, KUBERNETES_MASTER", One(TrustedTls)) { Environment = ["KUBERNETES_MASTER={plain}"] },
            new("file: none, KUBERNETES_MASTER and --server", null, "--server {plain}/flag")
            {
                Environment = ["KUBERNETES_MASTER={other}"],
            },
            new("file: --kubeconfig", One("server: '{other}'"), "--kubeconfig {home}/f") { Files = [("f", One("server: '{plain}'"))] },
            new("file: --kubeconfig=", One("server: '{other}'"), "--kubeconfig={home}/f") { Files = [("f", One("server: '{plain}'"))] },
            new("file: --kubeconfig beats KUBECONFIG", null, "--kubeconfig {home}/f")
            {
                Files = [("f", One("server: '{plain}'")), ("g", Two)],
                Environment = ["KUBECONFIG={home}/g"],
            },
            new("file: --kubeconfig missing", One(TrustedTls), "--kubeconfig {home}/nope"),
            new("file: --kubeconfig is a folder", One(TrustedTls), "--kubeconfig {home}"),
            new("file: --kubeconfig empty", One(TrustedTls), "--kubeconfig ∅"),
            new("file: --kubeconfig with a list", One(TrustedTls), "--kubeconfig {home}/f:{home}/g") { Files = [("f", Two), ("g", Two)] },
            new("file: KUBECONFIG", One("server: '{other}'")) { Files = [("f", Two)], Environment = ["KUBECONFIG={home}/f"] },
            new("file: KUBECONFIG empty", One(TrustedTls)) { Environment = ["KUBECONFIG="] },
            new("file: KUBECONFIG of separators", One(TrustedTls)) { Environment = ["KUBECONFIG=::"], Differs = "no-configuration" },
            new("file: KUBECONFIG missing", One(TrustedTls)) { Environment = ["KUBECONFIG={home}/nope"], Differs = "no-configuration" },
            new("file: KUBECONFIG missing, --server", One(TrustedTls), "--server {plain}") { Environment = ["KUBECONFIG={home}/nope"] },
            new("file: KUBECONFIG is a folder", One(TrustedTls)) { Environment = ["KUBECONFIG={home}"] },
            new("merge: first wins", null)
            {
                Files = [("f", One(TrustedTls, context: "namespace: first").Replace("ca.crt", ".kube/ca.crt")), ("g", Two)],
                Environment = ["KUBECONFIG={home}/f:{home}/g"],
            },
            new("merge: other order", null)
            {
                Files = [("f", One(TrustedTls, context: "namespace: first").Replace("ca.crt", ".kube/ca.crt")), ("g", Two)],
                Environment = ["KUBECONFIG={home}/g:{home}/f"],
            },
            new("merge: a missing and an empty one between", null)
            {
                Files = [("f", "users: [{name: v, user: {token: first}}]"), ("g", Two)],
                Environment = ["KUBECONFIG=:{home}/f:{home}/nope::{home}/f:{home}/g:"],
            },
            new("merge: one is broken", null)
            {
                Files = [("f", One("server: '{plain}'")), ("g", "clusters: 3")],
                Environment = ["KUBECONFIG={home}/f:{home}/g"],
                Differs = "go-struct",
            },
            new("merge: current-context of the second", null)
            {
                Files = [("f", "clusters: [{name: d, cluster: {server: '{plain}/first'}}]"), ("g", Two)],
                Environment = ["KUBECONFIG={home}/f:{home}/g"],
            },
            new("merge: --context of the second", null, "--context b")
            {
                Files = [("f", One("server: '{plain}'")), ("g", Two)],
                Environment = ["KUBECONFIG={home}/f:{home}/g"],
            },
            new("merge: relative paths of each", null)
            {
                Files =
                [
                    ("x/f", "clusters: [{name: c, cluster: {server: '{tls}', certificate-authority: ../.kube/ca.crt}}]"),
                    (
                        "y/z/g",
                        "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                            + "users: [{name: u, user: {tokenFile: ../../.kube/token}}]"
                    ),
                ],
                Environment = ["KUBECONFIG={home}/x/f:{home}/y/z/g"],
            },
            new(
                "file: JSON",
                """{"current-context":"a","clusters":[{"name":"c","cluster":{"server":"{plain}/json"}}],"""
                    + """ "contexts":[{"name":"a","context":{"cluster":"c","user":""}}]}"""
            ),
            new("file: unknown fields", One("server: '{plain}', colour: blue", "token: t, colour: red", "colour: 1") + "\ncolour: [1]\n"),
            new("file: wrong apiVersion", One("server: '{plain}'").Replace("apiVersion: v1", "apiVersion: v7")) { Differs = "api-version" },
            new("file: no apiVersion and kind", One("server: '{plain}'").Replace("apiVersion: v1\nkind: Config\n", "")),
            new("file: wrong kind", One("server: '{plain}'").Replace("kind: Config", "kind: Pod")) { Differs = "api-version" },
            new("file: duplicate key", One("server: '{other}', server: '{plain}'")),
            new("file: duplicate cluster", One("server: '{plain}'").Replace("clusters:", "clusters:\n- {name: c, cluster: {server: x}}"))
            {
                Differs = "go-struct",
            },
            new("file: tab", "clusters:\n\t- name: c\n") { Differs = "yaml" },
            new("file: open bracket", "clusters: [\n") { Differs = "yaml" },
            new("file: text", "hello") { Differs = "go-struct" },
            new("file: two documents", One("server: '{plain}/one'") + "\n---\n" + Two),
            new("file: anchors", Anchored + "clusters: [{name: c, cluster: *x}]"),
            new("file: merge key", Anchored + "clusters: [{name: c, cluster: {<<: *x}}]"),
            new("file: users null", One("server: '{plain}'", "").Replace("- name: u\n  user: {  }", "")),
            new("file: upper case fields", One("Server: '{plain}/upper'")) { Differs = "no-configuration" },
            new("file: base64 that is none", One("server: '{tls}', certificate-authority-data: '%%%'")) { Differs = "go-struct" },
            new("file: token a number", One("server: '{plain}'", "token: 12345")) { Differs = "go-struct" },
            new("file: byte order mark", "\uFEFF" + One("server: '{plain}'")),
            new("file: windows line ends", One("server: '{plain}'").Replace("\n", "\r\n")),
        ];

    private static ParityCase[] Choices =>
        [
            new("context: namespace", One("server: '{plain}'", context: "namespace: shop")),
            new("context: namespace and -n", One("server: '{plain}'", context: "namespace: shop"), "-n web"),
            new("context: namespace and -n empty", One("server: '{plain}'", context: "namespace: shop"), "-n ∅"),
            new("context: -n ns/web", One("server: '{plain}'"), "-n ns/web"),
            new("context: -n namespace/web", One("server: '{plain}'"), "-n namespace/web"),
            new("context: -n namespaces/web", One("server: '{plain}'"), "-n namespaces/web"),
            new("context: -n ns/", One("server: '{plain}'", context: "namespace: shop"), "-n ns/"),
            new("context: -n NS/web", One("server: '{plain}'"), "-n NS/web"),
            new("context: -n twice", One("server: '{plain}'"), "-n one --namespace two"),
            new("context: -nweb", One("server: '{plain}'"), "-nweb"),
            new("context: -n with a blank", One("server: '{plain}'"), "-n a␣b"),
            new("context: -n ../x", One("server: '{plain}'"), "-n ../x"),
            new("context: -n .", One("server: '{plain}'"), "-n ."),
            new("context: -n ..", One("server: '{plain}'"), "-n .."),
            new("context: -n a%2fb", One("server: '{plain}'"), "-n a%2fb"),
            new("context: namespace with a slash", One("server: '{plain}'", context: "namespace: a/b")),
            new("context: POD_NAMESPACE outside a pod", One("server: '{plain}'")) { Environment = ["POD_NAMESPACE=pod"] },
            new("context: --context", Two, "--context a"),
            new("context: --context missing", Two, "--context nope"),
            new("context: --context empty", Two, "--context ∅"),
            new("context: --context twice", Two, "--context nope --context a"),
            new("context: --cluster", Two, "--cluster c"),
            new("context: --cluster missing", Two, "--cluster nope"),
            new("context: --cluster missing and --server", Two, "--cluster nope --server {plain}"),
            new("context: --context and --cluster missing", Two, "--context nope --cluster nope"),
            new(
                "context: current-context dangles, --cluster missing",
                Two.Replace("current-context: b", "current-context: gone"),
                "--cluster nope"
            )
            {
                Differs = "several-problems",
            },
            new("context: --cluster missing, KUBERNETES_MASTER", Two, "--cluster nope") { Environment = ["KUBERNETES_MASTER={plain}"] },
            new("context: names a missing cluster, KUBERNETES_MASTER", Two.Replace("cluster: d, user: v", "cluster: gone, user: v"))
            {
                Environment = ["KUBERNETES_MASTER={plain}"],
            },
            new("context: --user", Two, "--cluster c --user u"),
            new("context: --user missing", Two, "--user nope"),
            new("context: --user and --server", Two, "--user u --server {plain}/flag"),
            new("context: --context, --cluster, --user", Two, "--context a --cluster c --user u"),
            new("context: current-context missing", Two.Replace("current-context: b", "")) { Differs = "no-configuration" },
            new("context: current-context missing, --cluster", Two.Replace("current-context: b", ""), "--cluster d"),
            new("context: current-context missing, --cluster and --user", Two.Replace("current-context: b", ""), "--cluster c --user u"),
            new("context: current-context missing, --user", Two.Replace("current-context: b", ""), "--user u")
            {
                Differs = "no-configuration",
            },
            new("context: current-context missing, --server", Two.Replace("current-context: b", ""), "--server {plain}"),
            new("context: current-context dangles", Two.Replace("current-context: b", "current-context: gone")),
            new(
                "context: current-context dangles, --server",
                Two.Replace("current-context: b", "current-context: gone"),
                "--server {plain}"
            ),
            new("context: current-context dangles, --cluster", Two.Replace("current-context: b", "current-context: gone"), "--cluster d"),
            new("context: current-context dangles, --context", Two.Replace("current-context: b", "current-context: gone"), "--context a"),
            new("context: names a missing user", Two.Replace("user: v, namespace: b-second", "user: gone")),
            new("context: names a missing user, over TLS", One(TrustedTls).Replace("user: u }", "user: gone }"))
            {
                Differs = "no-credentials",
            },
            new("context: names a missing user, --token", One(TrustedTls).Replace("user: u }", "user: gone }"), "--token flag"),
            new("context: names a missing user, --user", One(TrustedTls).Replace("user: u }", "user: gone }"), "--user u"),
            new("context: names a missing cluster", Two.Replace("cluster: d, user: v, namespace: b-second", "cluster: gone"))
            {
                Differs = "no-configuration",
            },
            new(
                "context: names a missing cluster and user",
                Two.Replace("cluster: d, user: v, namespace: b-second", "cluster: gone, user: gone")
            )
            {
                Differs = "no-configuration",
            },
            new(
                "context: names a missing cluster, --server",
                Two.Replace("cluster: d, user: v, namespace: b-second", "cluster: gone"),
                "--server {plain}"
            ),
            new("context: names no cluster", Two.Replace("cluster: d, user: v, namespace: b-second", "user: v"))
            {
                Differs = "no-configuration",
            },
            new("context: names no user", Two.Replace("cluster: d, user: v, namespace: b-second", "cluster: d")),
            new("context: cluster without a server", One("insecure-skip-tls-verify: true")) { Differs = "no-configuration" },
            new("context: cluster without a server, --server", One("insecure-skip-tls-verify: true"), "--server {tls}"),
            new("context: cluster is empty", One("")) { Differs = "no-configuration" },
            new("context: server is blank", One("server: ' '")),
        ];
}
