namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>The combinations that somebody thought of; one file for each topic.</summary>
internal static partial class HandwrittenCases
{
    private const string TrustedTls = "server: '{tls}', certificate-authority: ca.crt";

    public static IReadOnlyList<ParityCase> All =>
        [.. Files, .. Choices, .. Addresses, .. Trust, .. Identities, .. Plugins, .. Kuberc, .. Impersonations, .. Proxies, .. Answers];

    /// <summary>A kubeconfig with one cluster <c>c</c>, one user <c>u</c> and the current context <c>a</c> of both.</summary>
    private static string One(string cluster, string user = "token: t", string context = "") =>
        $$"""
            apiVersion: v1
            kind: Config
            current-context: a
            clusters:
            - name: c
              cluster: { {{cluster}} }
            users:
            - name: u
              user: { {{user}} }
            contexts:
            - name: a
              context: { cluster: c, user: u{{(context.Length > 0 ? ", " + context : "")}} }
            """;
}
