using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>
/// A manifest that names a kind which the API server does not serve: Helm refuses every upgrade that starts from it, and this program
/// says so before a record is gone. Held against the real Helms.
/// </summary>
public sealed class BaseMustBuildTests(SharedControlPlane shared)
{
    private const string Definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_kind_whose_CRD_is_gone_blocks_the_delete_until_it_is_back(int helm)
    {
        var (plane, space) = await SpaceAsync();
        var group = $"{space}.example.com";
        var widget = $"apiVersion: {group}/v1\nkind: Widget\nmetadata:\n  name: opt\n";
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Manifest = widget });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade"));
        using var cli = Cli(plane, space);
        var review = await cli.ExplainAsync("web");
        Assert.Equal(
            (
                "fail",
                $"without revision 2, Helm refuses the next upgrade: revision 1, which it starts from, names Widget opt ({group}/v1), "
                    + $"which the API server does not serve; let the API server serve the kind again (install its CRD), or rewrite the "
                    + $"newest revision with `helm mapkubeapis web -n {space}`"
            ),
            review.Check("unlocks")
        );
        Assert.Equal("investigate", review.Advice);
        Assert.Contains(review.Reasons, reason => reason.Contains("helm mapkubeapis web", StringComparison.Ordinal));
        var refused = await cli.UnstickAsync("web", "2");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("Widget opt", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await plane.Second.RecordsAsync(space)).Count);

        await plane.PostAsync(Definitions, Definition(group));
        using var again = Cli(plane, space);
        while ((await again.ExplainAsync("web")).Check("unlocks").State != "pass")
            await Task.Delay(1000);
        Assert.Equal(0, (await again.UnstickAsync("web", "2")).ExitCode);
        (await plane.Helm(helm, "upgrade", "web", new TestChart().Write(plane.Folder), "-n", space)).MustSucceed();
        await plane.DeleteAsync($"{Definitions}/widgets.{group}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Mark_failed_does_not_help_where_the_stuck_revision_names_it_too(int helm)
    {
        var (plane, space) = await SpaceAsync();
        foreach (var (revision, status) in new[] { (1, "superseded"), (2, "pending-upgrade") })
            await plane.SeedAsync(new SeedRecord(space, "web", revision, status) { Manifest = SeededHistory.Manifests["several"] });
        using var cli = Cli(plane, space);
        var review = await cli.ExplainAsync("web");
        Assert.Equal("fail", review.Check("unlocks").State);
        Assert.StartsWith(
            "refused: unable to build kubernetes objects from current release manifest: [resource mapping not found for name: \"web\" "
                + "namespace: \"other\" from \"\": no matches for kind \"Deployment\" in version \"apps/v1beta1\"\n",
            review.Verdict("afterMarkFailed", "upgrade"),
            StringComparison.Ordinal
        );
        Assert.Equal("refused: failed to delete release: web", review.Verdict("now", "uninstall"));
        Assert.Equal("investigate", review.Advice);
        Assert.Equal(4, (await cli.UnstickAsync("web", "2", "--mark-failed")).ExitCode);
        // Real Helm has the same words.
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2",
            new SeedRecord(space, "web", 2, "failed") { Manifest = SeededHistory.Manifests["several"] }.Object()
        );
        var real = await plane.Helm(helm, "upgrade", "web", new TestChart().Write(plane.Folder), "-n", space);
        Assert.Contains(review.Verdict("afterMarkFailed", "upgrade")["refused: ".Length..], real.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Mark_failed_helps_where_only_the_older_revision_names_it(int helm)
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "superseded") { Manifest = SeededHistory.Manifests["removed"] });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade"));
        using var cli = Cli(plane, space);
        var review = await cli.ExplainAsync("web");
        Assert.Equal("fail", review.Check("unlocks").State);
        Assert.Equal("proceeds 2 -> 3", review.Verdict("afterMarkFailed", "upgrade"));
        Assert.Equal("mark-failed", review.Advice);
        Assert.Contains("PodSecurityPolicy old (extensions/v1beta1)", review.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(0, (await cli.UnstickAsync("web", "2", "--mark-failed")).ExitCode);
        (await plane.Helm(helm, "upgrade", "web", new TestChart().Write(plane.Folder), "-n", space)).MustSucceed();
    }

    [Fact]
    public async Task An_uninstall_that_cannot_build_cannot_finish()
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "uninstalling") { Manifest = SeededHistory.Manifests["list"] });
        using var cli = Cli(plane, space);
        var review = await cli.ExplainAsync("web");
        Assert.Equal("investigate", review.Advice);
        Assert.StartsWith("helm uninstall web cannot finish: revision 1 names Widget opt", review.Reasons[0], StringComparison.Ordinal);
        var real = await plane.Helm3("uninstall", "web", "-n", space);
        Assert.Contains(review.Verdict("now", "uninstall")["refused: ".Length..], real.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_group_versions_that_may_be_missing_are_asked_for_and_each_once()
    {
        var (plane, space) = await SpaceAsync();
        var plain = TestChart.Small.Templates.Values.Aggregate("", (all, one) => $"{all}---\n{Rendered(one)}");
        await plane.SeedAsync(new SeedRecord(space, "plain", 1, "deployed") { Manifest = plain });
        await plane.SeedAsync(new SeedRecord(space, "plain", 2, "pending-upgrade") { Manifest = plain });
        await plane.SeedAsync(new SeedRecord(space, "odd", 1, "deployed") { Manifest = plain + "---\n" + SeededHistory.Manifests["list"] });
        await plane.SeedAsync(
            new SeedRecord(space, "odd", 2, "pending-upgrade") { Manifest = plain + "---\n" + SeededHistory.Manifests["several"] }
        );
        Assert.Empty(await AskedAsync(plane, space, "plain"));
        Assert.Equal(
            ["/api/v1", "/apis/apps/v1beta1", "/apis/apps/v1beta2", "/apis/example.com/v1"],
            (await AskedAsync(plane, space, "odd")).Order(StringComparer.Ordinal)
        );
    }

    /// <summary>The discovery that one review of a release costs.</summary>
    private static async Task<IReadOnlyList<string>> AskedAsync(ControlPlane plane, string space, string release)
    {
        var user = plane.AddTokenUser($"{release}-{space}", "system:masters");
        using var cli = new ClusterCli(plane, user, space, idleAfter: TimeSpan.FromHours(-1));
        await cli.ExplainAsync(release);
        return
        [
            .. (await plane.AuditAsync(user.Name))
                .Where(asked => asked.Resource is null && asked.Path is not "/apis/authentication.k8s.io/v1")
                .Select(asked => asked.Path),
        ];
    }

    private static string Rendered(string template) =>
        template
            .Replace("{{ .Release.Name }}", "web", StringComparison.Ordinal)
            .Replace("{{ .Values.replicas }}", "2", StringComparison.Ordinal)
            .Replace("{{ .Values.image.tag }}", "v1", StringComparison.Ordinal)
            .Replace("{{ .Values.message | quote }}", "\"hello\"", StringComparison.Ordinal);

    private static JsonObject Definition(string group) =>
        JsonNode
            .Parse(
                $$"""
                {
                  "metadata": { "name": "widgets.{{group}}" },
                  "spec": {
                    "group": "{{group}}", "scope": "Namespaced",
                    "names": { "plural": "widgets", "kind": "Widget" },
                    "versions": [ { "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": {
                      "type": "object", "x-kubernetes-preserve-unknown-fields": true } } } ]
                  }
                }
                """
            )!
            .AsObject();

    private static ClusterCli Cli(ControlPlane plane, string space) =>
        new(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("build"));
    }
}
