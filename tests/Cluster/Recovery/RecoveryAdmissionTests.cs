using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>A real API server whose admission refuses the DELETE.</summary>
public sealed class RecoveryAdmissionTests(SharedControlPlane shared)
{
    [Fact]
    public async Task Delete_that_admission_refuses_changed_nothing_and_names_no_way_back()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("admission");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var was = await plane.Second.RecordsAsync(space);
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}",
            new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["keep"] = space } } }
        );
        await plane.PostAsync("apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Webhook(space));
        // The API server learns of a new webhook a little later.
        while ((await plane.Kubectl("delete", "secret", was[0].Name, "-n", space, "--dry-run=server")) is { ExitCode: 0 }) { }
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var refused = await cli.UnstickAsync("web", "2");
        await plane.DeleteAsync($"apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{space}");
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith("nothing was changed\n", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("helmstuck restore", refused.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
    }

    /// <summary>Nobody listens at its address, and what it cannot be asked about is refused.</summary>
    private static JsonObject Webhook(string space) =>
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
                    ["sideEffects"] = "None",
                    ["failurePolicy"] = "Fail",
                    ["clientConfig"] = new JsonObject { ["url"] = "https://127.0.0.1:1/" },
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
