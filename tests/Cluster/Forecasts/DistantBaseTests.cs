namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>A next upgrade that starts from an older record than the newest one left: what stays behind, and what avoids it.</summary>
public sealed class DistantBaseTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_superseded_revisions_added_is_named_and_the_repair_lets_real_Helm_delete_it(int helm)
    {
        var (plane, space) = await SpaceAsync();
        var chart = Chart("base", "one", "two").Write(plane.Folder);
        (await plane.Helm(helm, "install", "other", chart, "-n", space)).MustSucceed();
        // The objects of the revisions between, as a Helm made them for this release.
        await plane.Kubectl("annotate", "configmap", "base", "one", "two", "-n", space, "meta.helm.sh/release-name=web", "--overwrite");
        await plane.SeedAsync(Seed(space, 96, "deployed", "base"));
        for (var revision = 97; revision <= 106; revision++)
            await plane.SeedAsync(Seed(space, revision, "superseded", "base", "one", revision < 100 ? "gone" : "two"));
        await plane.SeedAsync(Seed(space, 107, "pending-upgrade", "base"));
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var review = await cli.ExplainAsync("web");
        Assert.Equal("proceeds 96 -> 107", review.Verdict("afterDelete", "upgrade"));
        var label = $"kubectl label secret sh.helm.release.v1.web.v96 -n {space} status=superseded --overwrite";
        Assert.Equal(
            [
                "The next upgrade starts from revision 96, not from 106. Objects that revisions 97 to 106 added and that the next chart "
                    + "lacks stay in the cluster as orphans: ConfigMap one, ConfigMap two. Marking revision 107 failed does not change this"
                    + $". To make it start from 106, so that Helm deletes them: `{label}`, and delete the stuck record.",
            ],
            review.Notes["distant-base"]
        );
        (await plane.Kubectl([.. label.Split(' ').Skip(1)])).MustSucceed();
        Assert.Equal("proceeds 106 -> 107", (await cli.ExplainAsync("web")).Verdict("afterDelete", "upgrade"));
        Assert.Equal(0, (await cli.UnstickAsync("web", "107")).ExitCode);
        (await plane.Helm(helm, "upgrade", "web", Chart("base").Write(plane.Folder), "-n", space)).MustSucceed();
        Assert.NotNull(await plane.GetAsync($"api/v1/namespaces/{space}/configmaps/base"));
        Assert.Null(await plane.GetAsync($"api/v1/namespaces/{space}/configmaps/one"));
        Assert.Null(await plane.GetAsync($"api/v1/namespaces/{space}/configmaps/two"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_failed_revisions_added_stays_behind_real_Helm(int helm)
    {
        var (plane, space) = await SpaceAsync();
        (await plane.Helm(helm, "install", "web", Chart("base").Write(plane.Folder), "-n", space)).MustSucceed();
        for (var revision = 2; revision <= 3; revision++)
        {
            // Its Pod can never be scheduled: the upgrade fails once its ConfigMaps are there.
            var names = Enumerable.Range(1, 12).Select(number => $"extra-{number}");
            var failing = Chart(["base", .. names]) with { Version = $"1.0.{revision}" };
            var templates = failing.Templates.ToDictionary();
            templates["pod.yaml"] =
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: never\nspec:\n  containers:\n  - name: a\n    image: a\n";
            var chart = (failing with { Templates = templates }).Write(plane.Folder);
            Assert.NotEqual(0, (await plane.Helm(helm, "upgrade", "web", chart, "-n", space, "--wait", "--timeout", "2s")).ExitCode);
        }
        await plane.SeedAsync(Seed(space, 4, "pending-upgrade", "base"));
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var note = Assert.Single((await cli.ExplainAsync("web")).Notes["distant-base"]);
        Assert.StartsWith(
            "The next upgrade starts from revision 1, not from 3. Objects that revisions 2 to 3 added",
            note,
            StringComparison.Ordinal
        );
        Assert.Contains("ConfigMap extra-1", note, StringComparison.Ordinal);
        Assert.Contains(" and 3 more. ", note, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.UnstickAsync("web", "4")).ExitCode);
        (await plane.Helm(helm, "upgrade", "web", Chart("base").Write(plane.Folder), "-n", space)).MustSucceed();
        Assert.NotNull(await plane.GetAsync($"api/v1/namespaces/{space}/configmaps/extra-1"));
    }

    [Fact]
    public async Task Nobody_reads_the_revisions_between_for_the_first_screen()
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(Seed(space, 1, "deployed", "base"));
        for (var revision = 2; revision <= 5; revision++)
            await plane.SeedAsync(Seed(space, revision, "superseded", "base", "one"));
        await plane.SeedAsync(Seed(space, 6, "pending-upgrade", "base"));
        var user = plane.AddTokenUser($"first-{space}", "system:masters");
        using var cli = new ClusterCli(plane, user, space, idleAfter: TimeSpan.FromHours(-1));
        await cli.PlanAsync("web");
        Assert.Equal(
            ["v1", "v5", "v6"],
            (await plane.AuditAsync(user.Name))
                .Where(asked => asked is { Resource: "secrets", Verb: "get", Code: 200 })
                .Select(asked => asked.Name![^2..])
                .Order()
        );
    }

    private static SeedRecord Seed(string space, int revision, string status, params string[] names) =>
        new(space, "web", revision, status) { Manifest = string.Join("---\n", names.Select(ConfigMap)) };

    private static TestChart Chart(params string[] names) => new() { Templates = names.ToDictionary(name => $"{name}.yaml", ConfigMap) };

    private static string ConfigMap(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n";

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("distant"));
    }
}
