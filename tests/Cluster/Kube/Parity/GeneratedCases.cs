namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>
/// Combinations from a seed: one to three files that define the same few names in different ways, and flags and variables over them. Only
/// what is not documented as different is put together.
/// </summary>
internal static class GeneratedCases
{
    private static readonly string[] Names = ["a", "b", "c"];

    private static readonly string[] Clusters =
    [
        "server: '{plain}'",
        "server: '{plain}/k8s/c-1/'",
        "server: '{plainhost}'",
        "server: '{tls}', certificate-authority: {home}/.kube/ca.crt",
        "server: '{tls}', certificate-authority-data: {cadata}",
        "server: '{tls}', insecure-skip-tls-verify: true",
        "server: '{tls}', certificate-authority-data: {otherdata}",
        "server: '{tls}', certificate-authority-data: {cadata}, tls-server-name: inner.example",
        "server: '{tls}', certificate-authority-data: {cadata}, insecure-skip-tls-verify: true",
        "server: '{other}', certificate-authority: {home}/.kube/other.crt",
        "server: 'https://api.example:{tlsport}', certificate-authority-data: {cadata}, proxy-url: 'http://{proxy}'",
        "server: 'https://api.example:{tlsport}', certificate-authority-data: {cadata}, proxy-url: 'socks5://{socks}'",
        "server: 'https://127.0.0.1:1'",
    ];

    private static readonly string[] Users =
    [
        "token: t{n}",
        "token: t{n}, as: boss",
        "tokenFile: {home}/.kube/token",
        "username: ann, password: pw{n}",
        "client-certificate-data: {certdata}, client-key-data: {keydata}",
        "client-certificate: {home}/.kube/bob.crt, client-key: {home}/.kube/bob.key",
        "client-certificate: {home}/.kube/ann.crt, client-key: {home}/.kube/ann.key, token: t{n}",
        "token: t{n}, as: boss, as-groups: [g1, g2], as-uid: 'u{n}', as-user-extra: {reason: [x, z]}",
        "exec: {apiVersion: {v1}, command: '{home}/login', interactiveMode: Never}",
        "exec: {apiVersion: {v1}, command: '{home}/login', interactiveMode: Never}, token: t{n}",
        "token: t{n}, username: x",
        "client-certificate-data: {certdata}, token: t{n}",
    ];

    private static readonly string[] Flags =
    [
        "--context a",
        "--context b",
        "--context nope",
        "--cluster a",
        "--cluster c",
        "--cluster nope",
        "--user a",
        "--user b",
        "--user nope",
        "-n web",
        "--namespace=shop",
        "-n ∅",
        "--server {tls}",
        "--server {plain}/flag",
        "-s {plainhost}",
        "--insecure-skip-tls-verify",
        "--insecure-skip-tls-verify=false",
        "--certificate-authority {home}/.kube/ca.crt",
        "--client-certificate {home}/.kube/ann.crt --client-key {home}/.kube/ann.key",
        "--token flag",
        "--username bob --password pw",
        "--as jane",
        "--as-group g7 --as-group g8",
        "--as-uid 9",
        "--as-user-extra why=a --as-user-extra why=b --as-user-extra who=c",
        "--request-timeout 30s",
    ];

    private static readonly string[] Variables =
    [
        "HTTPS_PROXY=http://{proxy}",
        "NO_PROXY=api.example",
        "KUBERNETES_MASTER={plain}/master",
        "POD_NAMESPACE=pod",
        "KUBERC=off",
        "HTTP_PROXY=http://{proxy}",
    ];

    public static IReadOnlyList<ParityCase> Of(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(number => One(random, $"seed {seed}, case {number}"))];
    }

    private static ParityCase One(Random random, string name)
    {
        var files = Enumerable.Range(0, random.Next(1, 4)).Select(number => ($"dir{number}/config", Config(random, number))).ToList();
        List<string> environment =
        [
            "KUBECONFIG="
                + string.Join(':', files.Select(file => $"{{home}}/{file.Item1}").Append(random.Next(4) == 0 ? "{home}/nope" : "")),
            .. Variables.Where(_ => random.Next(8) == 0),
        ];
        var flags = Flags.Where(_ => random.Next(12) == 0).ToList();
        if (random.Next(8) == 0)
            flags.Add("--kubeconfig {home}/" + files[random.Next(files.Count)].Item1);
        return new ParityCase(name, null, string.Join(' ', flags))
        {
            Files =
            [
                .. files,
                (
                    "login",
                    "#!/bin/sh\nprintf '%s' '{\"kind\":\"ExecCredential\",\"apiVersion\":\"{v1}\",\"status\":{\"token\":\"by-plugin\"}}'"
                ),
            ],
            Environment = environment,
        };
    }

    private static string Config(Random random, int number)
    {
        string Some(string[] from) => from[random.Next(from.Length)].Replace("{n}", $"{number}", StringComparison.Ordinal);
        string Entries(string inner, Func<string> content) =>
            string.Concat(Names.Where(_ => random.Next(3) > 0).Select(name => $"- {{name: {name}, {inner}: {{{content()}}}}}\n"));
        return $"""
            current-context: {(random.Next(5) == 0 ? "''" : Some(Names))}
            clusters:
            {Entries("cluster", () => Some(Clusters))}
            users:
            {Entries("user", () => Some(Users))}
            contexts:
            {Entries(
                "context",
                () => $"cluster: {Some(Names)}, user: {Some(Names)}" + (random.Next(2) == 0 ? $", namespace: ns-{number}" : "")
            )}
            """;
    }
}
