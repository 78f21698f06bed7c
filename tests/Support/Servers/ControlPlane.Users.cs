using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Support;

internal sealed partial class ControlPlane
{
    private int _users;

    /// <summary>A user of any name and groups, known by a bearer token. It may do nothing until <see cref="GrantAsync"/>.</summary>
    public ClusterUser AddTokenUser(string name, params string[] groups)
    {
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _reviewer.Add(token, name, groups);
        var user = new ClusterUser(name, groups, "", token);
        return user with { Kubeconfig = WriteKubeconfig(user, null) };
    }

    /// <summary>A user known by a client certificate; <paramref name="expires"/> in the past makes it an expired one.</summary>
    public ClusterUser AddCertificateUser(string name, string[]? groups = null, DateTimeOffset? expires = null)
    {
        var user = new ClusterUser(name, groups ?? [], "", null);
        return user with
        {
            Kubeconfig = WriteKubeconfig(user, _authority.IssueClient(name, user.Groups, expires ?? DateTimeOffset.UtcNow.AddDays(1))),
        };
    }

    /// <summary>
    /// Lets a user do something in one namespace, or everywhere if <paramref name="space"/> is null (adds to what it may do already).
    /// </summary>
    public async Task GrantAsync(ClusterUser user, string? space, params Allow[] rules)
    {
        var name = $"grant-{Guid.NewGuid():N}";
        var (role, binding) = space is null ? ("ClusterRole", "ClusterRoleBinding") : ("Role", "RoleBinding");
        var path = space is null ? "apis/rbac.authorization.k8s.io/v1/" : $"apis/rbac.authorization.k8s.io/v1/namespaces/{space}/";
        await PostAsync(
            $"{path}{role.ToLowerInvariant()}s",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["rules"] = new JsonArray([.. rules.SelectMany(rule => rule.Resources.Select(resource => Rule(resource, rule)))]),
            }
        );
        await PostAsync(
            $"{path}{binding.ToLowerInvariant()}s",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["roleRef"] = new JsonObject
                {
                    ["apiGroup"] = "rbac.authorization.k8s.io",
                    ["kind"] = role,
                    ["name"] = name,
                },
                ["subjects"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiGroup"] = "rbac.authorization.k8s.io",
                        ["kind"] = "User",
                        ["name"] = user.Name,
                    }
                ),
            }
        );
        await WaitUntilAllowedAsync(user, space, rules);
    }

    /// <summary>A kubeconfig file of any content in this control plane's folder; its path.</summary>
    public string WriteKubeconfig(string content) => Write($"user{Interlocked.Increment(ref _users)}.kubeconfig", content);

    // The authorizer learns of a new role from its own watch: a test that goes on at once would be refused now and then.
    private async Task WaitUntilAllowedAsync(ClusterUser user, string? space, Allow[] rules)
    {
        foreach (var rule in rules)
        foreach (var verb in rule.Verbs)
        foreach (var resource in rule.Resources)
        {
            var (group, kind, subresource) = Split(resource);
            var question = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["user"] = user.Name,
                    ["resourceAttributes"] = new JsonObject
                    {
                        ["namespace"] = space,
                        ["verb"] = verb,
                        ["group"] = group,
                        ["resource"] = kind,
                        ["subresource"] = subresource,
                        ["name"] = rule.Names?[0],
                    },
                },
            };
            while (
                !(bool)
                    (await PostAsync("apis/authorization.k8s.io/v1/subjectaccessreviews", (JsonObject)question.DeepClone()))["status"]![
                        "allowed"
                    ]!
            )
                await Task.Delay(20);
        }
    }

    private static JsonObject Rule(string resource, Allow rule)
    {
        var (group, kind, subresource) = Split(resource);
        return new JsonObject
        {
            ["apiGroups"] = new JsonArray(group),
            ["resources"] = new JsonArray(subresource is null ? kind : $"{kind}/{subresource}"),
            ["verbs"] = Strings(rule.Verbs),
            ["resourceNames"] = rule.Names is null ? null : Strings(rule.Names),
        };
    }

    // "secrets", "apps/deployments", "apps/deployments/status"; the core group's subresources as "/pods/log".
    private static (string Group, string Resource, string? Subresource) Split(string resource)
    {
        var parts = resource.Split('/');
        return parts.Length == 1 ? (resource == "*" ? "*" : "", resource, null) : (parts[0], parts[1], parts.ElementAtOrDefault(2));
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private string WriteKubeconfig(ClusterUser user, PemCertificate? certificate) =>
        WriteKubeconfig(user, certificate, Server.ToString().TrimEnd('/'), _authority.Pem);

    /// <summary>A kubeconfig that leads a user to a server; its path.</summary>
    public string WriteKubeconfig(ClusterUser user, PemCertificate? certificate, string server, string authority) =>
        WriteKubeconfig(
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: {cluster: test, user: {{user.Name}}, namespace: default}
            clusters:
            - name: test
              cluster:
                server: {{server}}
                certificate-authority-data: {{Base64(authority)}}
            users:
            - name: {{user.Name}}
              user:
                {{(
                certificate is null
                    ? $"token: {user.Token}"
                    : $"client-certificate-data: {Base64(certificate.Certificate)}\n    client-key-data: {Base64(certificate.Key)}"
            )}}

            """
        );

    private string ReviewerKubeconfig() =>
        $$"""
            apiVersion: v1
            kind: Config
            current-context: reviewer
            contexts:
            - name: reviewer
              context: {cluster: reviewer, user: reviewer}
            clusters:
            - name: reviewer
              cluster: {server: "{{_reviewer.Address}}"}
            users:
            - name: reviewer

            """;

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
