using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>A real API server whose admission refuses the DELETE.</summary>
public sealed class RecoveryAdmissionTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("url", "failed calling webhook \"keep.example.com\"")]
    [InlineData("service", "service \"guard\" not found")]
    public async Task Delete_that_admission_refuses_changed_nothing_and_names_no_way_back(string address, string words)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("admission");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var was = await plane.Second.RecordsAsync(space);
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}",
            new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["keep"] = space } } }
        );
        await plane.PostAsync("apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Webhook(space, address));
        // The API server learns of a new webhook a little later.
        while ((await plane.Kubectl("delete", "secret", was[0].Name, "-n", space, "--dry-run=server")) is { ExitCode: 0 }) { }
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var refused = await cli.UnstickAsync("web", "2");
        Assert.Equal(
            "pass",
            System
                .Text.Json.JsonElement.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out)
                .GetProperty("checks")
                .EnumerateArray()
                .Single(check => check.GetProperty("id").GetString() == "permissions")
                .GetProperty("state")
                .GetString()
        );
        await plane.DeleteAsync($"apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{space}");
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("nothing was changed\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains(
            "permissions: fail: the API server refuses to delete secrets/sh.helm.release.v1.web.v2",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("helmstuck restore", refused.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
        var deletes = (await plane.AuditAsync(plane.AdminUser.Name))
            .Where(entry =>
                entry.Verb == "delete"
                && entry.Namespace == space
                && entry.UserAgent.StartsWith("kubectl-helmstuck", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal([false], deletes.Select(entry => entry.Mutates));
        Assert.Empty(cli.Backups);
    }

    /// <summary>Nobody listens at its address, or its service is gone, and what it cannot be asked about is refused.</summary>
    private static JsonObject Webhook(string space, string address) =>
        new()
        {
            ["apiVersion"] = "admissionregistration.k8s.io/v1",
            ["kind"] = "ValidatingWebhookConfiguration",
            ["metadata"] = new JsonObject { ["name"] = space },
            ["webhooks"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "keep.example.com",
                    ["admissionReviewVersions"] = new JsonArray("v1"),
                    ["sideEffects"] = "NoneOnDryRun",
                    ["failurePolicy"] = "Fail",
                    ["clientConfig"] =
                        address == "url"
                            ? new JsonObject { ["url"] = "https://127.0.0.1:1/" }
                            : new JsonObject
                            {
                                ["service"] = new JsonObject { ["namespace"] = space, ["name"] = "guard" },
                            },
                    ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["keep"] = space } },
                    ["rules"] = new JsonArray(
                        new JsonObject
                        {
                            ["apiGroups"] = new JsonArray(""),
                            ["apiVersions"] = new JsonArray("v1"),
                            ["operations"] = new JsonArray("DELETE"),
                            ["resources"] = new JsonArray("secrets"),
                        }
                    ),
                }
            ),
        };
}
