namespace Helmstuck.Tests.Cluster.Kube.Parity;

internal static partial class HandwrittenCases
{
    private const string AnnFiles = "client-certificate: ann.crt, client-key: ann.key";
    private const string AnnData = "client-certificate-data: {certdata}, client-key-data: {keydata}";
    private const string BobFlags = "--client-certificate {home}/.kube/bob.crt --client-key {home}/.kube/bob.key";
    private const string Basic = "username: ann, password: 'p:w ä'";

    /// <summary>A plugin that gives a token.</summary>
    private const string Login = "exec: {apiVersion: {v1}, command: ./login, interactiveMode: Never}";

    private static readonly (string, string) Program = (
        ".kube/login",
        """
        #!/bin/sh
        printf '%s' '{"kind":"ExecCredential","apiVersion":"{v1}","status":{"token":"by-plugin"}}'
        """
    );

    private static ParityCase[] Identities =>
        [
            new("identity: none", One(TrustedTls, "")) { Differs = "no-credentials" },
            new("identity: token", One(TrustedTls, "token: t")),
            new("identity: token over plain http", One("server: '{plain}'", "token: t")),
            new("identity: token with a blank", One(TrustedTls, "token: 'a b'")),
            new("identity: token with a line break", One(TrustedTls, "token: \"a\\nb\"")) { Differs = "header-value" },
            new("identity: token with an umlaut", One(TrustedTls, "token: 'tökän'")),
            new("identity: token file", One(TrustedTls, "tokenFile: token")),
            new("identity: token and token file", One(TrustedTls, "token: t, tokenFile: token")),
            new("identity: token and missing token file", One(TrustedTls, "token: t, tokenFile: nope")),
            new("identity: token file missing", One(TrustedTls, "tokenFile: nope")),
            new("identity: token file empty", One(TrustedTls, "tokenFile: empty"))
            {
                Files = [(".kube/empty", " \n")],
                Differs = "header-value",
            },
            new("identity: token file with nothing", One(TrustedTls, "tokenFile: empty"))
            {
                Files = [(".kube/empty", "")],
                Differs = "no-credentials",
            },
            new("identity: token file is a folder", One(TrustedTls, "tokenFile: ../.kube")),
            new("identity: token file over plain http", One("server: '{plain}'", "tokenFile: token")),
            new("identity: basic", One(TrustedTls, Basic)),
            new("identity: user name alone", One(TrustedTls, "username: ann")),
            new("identity: password alone", One(TrustedTls, "password: pw")) { Differs = "no-credentials" },
            new("identity: token and basic", One(TrustedTls, "token: t, " + Basic)),
            new("identity: token file and basic", One(TrustedTls, "tokenFile: token, " + Basic)),
            new("identity: basic over plain http", One("server: '{plain}'", Basic)),
            new("identity: certificate files", One(TrustedTls, AnnFiles)),
            new("identity: certificate data", One(TrustedTls, AnnData)),
            new("identity: certificate files and data", One(TrustedTls, AnnFiles + ", " + AnnData)),
            new("identity: certificate file, key data", One(TrustedTls, "client-certificate: ann.crt, client-key-data: {keydata}")),
            new("identity: certificate data, key file", One(TrustedTls, "client-certificate-data: {certdata}, client-key: ann.key")),
            new("identity: certificate and token", One(TrustedTls, AnnData + ", token: t")),
            new("identity: certificate and basic", One(TrustedTls, AnnData + ", " + Basic)),
            new("identity: certificate without key", One(TrustedTls, "client-certificate: ann.crt")),
            new("identity: key without certificate", One(TrustedTls, "client-key: ann.key")) { Differs = "no-credentials" },
            new("identity: certificate with the wrong key", One(TrustedTls, "client-certificate: ann.crt, client-key: bob.key")),
            new("identity: certificate missing", One(TrustedTls, "client-certificate: nope, client-key: ann.key")),
            new("identity: key missing", One(TrustedTls, "client-certificate: ann.crt, client-key: nope")),
            new("identity: certificate is no PEM", One(TrustedTls, "client-certificate-data: aGVsbG8=, client-key-data: {keydata}")),
            new("identity: key is no PEM", One(TrustedTls, "client-certificate-data: {certdata}, client-key-data: aGVsbG8=")),
            new("identity: certificate over plain http", One("server: '{plain}'", AnnFiles)),
            new("identity: certificate, insecure", One("server: '{tls}', insecure-skip-tls-verify: true", AnnData)),
            new("identity: --token", One(TrustedTls, ""), "--token flag"),
            new("identity: --token beats token", One(TrustedTls), "--token flag"),
            new("identity: --token beats token file", One(TrustedTls, "tokenFile: token"), "--token flag"),
            new("identity: --token and basic", One(TrustedTls, Basic), "--token flag"),
            new("identity: --token and certificate", One(TrustedTls, AnnData), "--token flag"),
            new("identity: --token empty", One(TrustedTls), "--token ∅"),
            new("identity: --token over plain http", One("server: '{plain}'"), "--token flag"),
            new("identity: flags of a certificate", One(TrustedTls, ""), BobFlags),
            new("identity: flags of a certificate beat data", One(TrustedTls, AnnData), BobFlags),
            new("identity: flags of a certificate beat files", One(TrustedTls, AnnFiles), BobFlags),
            new("identity: flags of a certificate and token", One(TrustedTls), BobFlags),
            new("identity: --client-certificate alone", One(TrustedTls, ""), "--client-certificate {home}/.kube/bob.crt"),
            new("identity: --client-certificate over data", One(TrustedTls, AnnData), "--client-certificate {home}/.kube/bob.crt"),
            new("identity: --client-key alone", One(TrustedTls, ""), "--client-key {home}/.kube/bob.key") { Differs = "no-credentials" },
            new("identity: --client-certificate missing", One(TrustedTls, ""), "--client-certificate {home}/nope"),
            new("identity: --username and --password", One(TrustedTls, ""), "--username ann --password pw"),
            new("identity: --username beats the file", One(TrustedTls, Basic), "--username bob"),
            new("identity: --username and a token", One(TrustedTls), "--username bob --password pw"),
            new("identity: --username and --token", One(TrustedTls, ""), "--username bob --password pw --token flag"),
            new("identity: --user", One(TrustedTls) + "\n", "--user u"),
            new("identity: auth-provider gcp", One(TrustedTls, "auth-provider: {name: gcp}")),
            new("identity: auth-provider azure", One(TrustedTls, "auth-provider: {name: azure}")),
            new("identity: auth-provider unknown", One(TrustedTls, "auth-provider: {name: other}")),
            new(
                "identity: auth-provider oidc",
                One(TrustedTls, "auth-provider: {name: oidc, config: {idp-issuer-url: 'https://127.0.0.1:1', client-id: x}}")
            )
            {
                Differs = "oidc",
            },
            new("identity: auth-provider and token", One(TrustedTls, "token: t, auth-provider: {name: gcp}")),
        ];

    /// <summary>The token is what the plugin was told.</summary>
    private const string Echo = """
        #!/bin/sh
        t=$(printf %s "$KUBERNETES_EXEC_INFO" | tr -cd 'a-zA-Z0-9:,{}')
        echo '{"kind":"ExecCredential","apiVersion":"{v1}","status":{"token":"'"$t"'"}}'
        """;

    private static ParityCase[] Plugins =>
        [
            Plugin("plugin: token", Login),
            Plugin("plugin: over plain http", Login, cluster: "server: '{plain}'"),
            Plugin("plugin: and token", Login + ", token: t"),
            Plugin("plugin: and token file", Login + ", tokenFile: token"),
            Plugin("plugin: and basic", Login + ", " + Basic),
            Plugin("plugin: and certificate", Login + ", " + AnnData),
            Plugin("plugin: and --token", Login, "--token flag"),
            Plugin("plugin: and flags of a certificate", Login, BobFlags),
            Plugin("plugin: and auth-provider", Login + ", auth-provider: {name: gcp}"),
            Plugin("plugin: impersonation", Login + ", as: boss"),
            Plugin("plugin: certificate", Login, answer: "\"clientCertificateData\":\"{certjson}\",\"clientKeyData\":\"{keyjson}\""),
            Plugin(
                "plugin: certificate and token",
                Login,
                answer: "\"token\":\"x\",\"clientCertificateData\":\"{certjson}\",\"clientKeyData\":\"{keyjson}\""
            ),
            Plugin("plugin: certificate without key", Login, answer: "\"clientCertificateData\":\"{certjson}\""),
            Plugin("plugin: certificate that is none", Login, answer: "\"clientCertificateData\":\"x\",\"clientKeyData\":\"y\""),
            Plugin("plugin: expired at once", Login, answer: "\"token\":\"x\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\""),
            Plugin("plugin: expiration that is no time", Login, answer: "\"token\":\"x\",\"expirationTimestamp\":\"soon\"") with
            {
                Differs = "plugin-time",
            },
            Plugin("plugin: empty status", Login, answer: ""),
            Plugin("plugin: v1beta1", Login.Replace("{v1}", "client.authentication.k8s.io/v1beta1")),
            Plugin(
                "plugin: v1beta1 without interactiveMode",
                "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./login}"
            ) with
            {
                Files = [(".kube/login", Program.Item2.Replace("{v1}", "client.authentication.k8s.io/v1beta1"))],
            },
            Plugin("plugin: v1alpha1", Login.Replace("{v1}", "client.authentication.k8s.io/v1alpha1")),
            Plugin("plugin: unknown apiVersion", Login.Replace("{v1}", "v9")),
            Plugin("plugin: no apiVersion", "exec: {command: ./login, interactiveMode: Never}"),
            Plugin("plugin: no interactiveMode", "exec: {apiVersion: {v1}, command: ./login}"),
            Plugin("plugin: wrong interactiveMode", Login.Replace("Never", "never")),
            Plugin("plugin: IfAvailable", Login.Replace("Never", "IfAvailable")),
            Plugin("plugin: Always without a terminal", Login.Replace("Never", "Always")),
            Plugin("plugin: no command", "exec: {apiVersion: {v1}, interactiveMode: Never}"),
            Plugin("plugin: missing", Login.Replace("./login", "helmstuck-no-such-login")) with
            {
                Differs = "plugin-missing",
            },
            Plugin(
                "plugin: missing, with a hint",
                Login.Replace("./login", "helmstuck-no-such-login, installHint: \"get it\\nthere\"")
            ) with
            {
                Differs = "plugin-missing",
            },
            Plugin("plugin: missing at its path", Login.Replace("./login", "./nope")),
            Plugin("plugin: may not be executed", Login.Replace("./login", "./token")),
            Plugin(
                "plugin: with arguments and variables",
                "exec: {apiVersion: {v1}, command: sh, args: ['{home}/.kube/login', 'a b'], "
                    + "env: [{name: TOKEN, value: 'v w'}], interactiveMode: Never}"
            ) with
            {
                Files =
                [
                    (
                        ".kube/login",
                        "#!/bin/sh\necho '{\"kind\":\"ExecCredential\",\"apiVersion\":\"{v1}\",\"status\":{\"token\":\"'\"$1-$TOKEN\"'\"}}'"
                    ),
                ],
            },
            Plugin("plugin: variable without a name", Login.Replace("interactiveMode", "env: [{name: '', value: x}], interactiveMode")),
            Plugin("plugin: told of the cluster", Login.Replace("interactiveMode", "provideClusterInfo: true, interactiveMode")) with
            {
                Files = [(".kube/login", Echo)],
            },
            Plugin("plugin: not told of the cluster", Login) with
            {
                Files = [(".kube/login", Echo)],
            },
            Script("plugin: exit 3", "exit 3"),
            Script("plugin: ended by a signal", "kill -9 $$") with
            {
                Differs = "plugin-signal",
            },
            Script("plugin: says nothing", "true") with
            {
                Differs = "plugin-json",
            },
            Script("plugin: says nonsense", "echo nonsense") with
            {
                Differs = "plugin-json",
            },
            Script(
                "plugin: answers with another version",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"x\"}}'"
            ),
            Script(
                "plugin: answers with another kind",
                "echo '{\"kind\":\"Other\",\"apiVersion\":\"{v1}\",\"status\":{\"token\":\"x\"}}'"
            ) with
            {
                Differs = "plugin-json",
            },
            Script("plugin: answers without a status", "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"{v1}\"}'"),
        ];

    private static ParityCase Plugin(
        string name,
        string user,
        string arguments = "",
        string cluster = TrustedTls,
        string answer = "\"token\":\"by-plugin\""
    ) => new(name, One(cluster, user), arguments) { Files = [(".kube/login", Program.Item2.Replace("\"token\":\"by-plugin\"", answer))] };

    private static ParityCase Script(string name, string script) =>
        new(name, One(TrustedTls, Login)) { Files = [(".kube/login", "#!/bin/sh\n" + script)] };

    private static ParityCase[] Impersonations =>
        [
            new("as: flag", One(TrustedTls), "--as jane"),
            new("as: file", One(TrustedTls, "token: t, as: boss")),
            new("as: flag beats the file", One(TrustedTls, "token: t, as: boss"), "--as jane"),
            new(
                "as: file with everything",
                One(TrustedTls, "token: t, as: boss, as-uid: '7', as-groups: [g1, g2], as-user-extra: {reason: [a, b]}")
            ),
            new(
                "as: flags with everything",
                One(TrustedTls),
                "--as jane --as-uid 8 --as-group g3 --as-group g4 --as-user-extra why=x --as-user-extra why=y"
            ),
            new("as: --as keeps the file's groups", One(TrustedTls, "token: t, as: boss, as-groups: [g1]"), "--as jane"),
            new("as: --as-group replaces the file's", One(TrustedTls, "token: t, as: boss, as-groups: [g1]"), "--as-group g2"),
            new("as: --as-uid over the file", One(TrustedTls, "token: t, as: boss, as-uid: '7'"), "--as-uid 9"),
            new(
                "as: --as-user-extra of a key in the file",
                One(TrustedTls, "token: t, as: boss, as-user-extra: {reason: [a, b]}"),
                "--as-user-extra reason=c"
            ),
            new("as: line break", One(TrustedTls, "token: t, as: \"a\\nb\"")),
            new(
                "as: --as-user-extra replaces the file's",
                One(TrustedTls, "token: t, as: boss, as-user-extra: {reason: [a]}"),
                "--as-user-extra other=b"
            ),
            new("as: over plain http", One("server: '{plain}'", "token: t"), "--as jane"),
            new("as: group without a user", One(TrustedTls), "--as-group g"),
            new("as: uid without a user", One(TrustedTls), "--as-uid 7"),
            new("as: extra without a user", One(TrustedTls), "--as-user-extra a=b"),
            new("as: groups of the file without a user", One(TrustedTls, "as-groups: [g]")),
            new("as: empty", One(TrustedTls, "token: t, as: boss"), "--as ∅"),
            new("as: group with a comma", One(TrustedTls), "--as jane --as-group a,b"),
            new("as: extra with odd characters", One(TrustedTls), "--as jane --as-user-extra Acme.com/Project=x␣y"),
            new("as: extra with a comma", One(TrustedTls), "--as jane --as-user-extra a=b,c=d"),
            new("as: extra without a value", One(TrustedTls), "--as jane --as-user-extra a="),
            new("as: extra without a key", One(TrustedTls), "--as jane --as-user-extra =b"),
            new("as: extra that is no pair", One(TrustedTls), "--as jane --as-user-extra a") { Differs = "as-user-extra" },
            new("as: system:serviceaccount", One(TrustedTls), "--as system:serviceaccount:web:bot"),
            new("as: umlaut", One(TrustedTls), "--as jörg"),
        ];
}
