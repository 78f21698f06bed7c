using System.Text.Json;
using Helmstuck.Helm.Live;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Live;

/// <summary>
/// Manifests held against objects that real Helm applied through a real API server, so that real defaulting has happened.
/// </summary>
public sealed class LiveMatchTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task What_Helm_applied_is_what_the_cluster_is_said_to_run(int major, bool clientSide)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("live");
        var group = $"{space}.widgets.test";
        (await plane.RunAsync("kubectl", plane.AdminUser, ["apply", "-f", "-"], LiveMatchChart.Definition(group))).MustSucceed();
        (await plane.Kubectl("wait", "--for=condition=established", $"crd/widgets.{group}")).MustSucceed();
        var chart = LiveMatchChart.Of(group, strict: major == 4 && !clientSide).Write(plane.Folder);
        string[] applied = clientSide ? ["--server-side=false"] : [];

        (await plane.Helm(major, ["install", "web", chart, "-n", space, .. applied])).MustSucceed();
        var first = await ManifestAsync(plane, major, space, 1);
        await AllAsync(plane, space, first, first.Set, LiveMatch.Both, "installed");

        (await plane.Helm(major, ["upgrade", "web", chart, "-n", space, "--set", "rev=2", .. applied])).MustSucceed();
        var second = await ManifestAsync(plane, major, space, 2);
        await CheckAsync(plane, space, second, first, LiveMatch.Stuck);

        (await plane.Helm(major, "rollback", "web", "1", "-n", space)).MustSucceed();
        await CheckAsync(plane, space, second, first, LiveMatch.Previous);

        // The same objects made afresh, without a patch in between.
        var other = await plane.CreateNamespaceAsync("live");
        (await plane.Helm(major, ["uninstall", "web", "-n", space])).MustSucceed();
        (await plane.Helm(major, ["install", "web", chart, "-n", other, "--set", "rev=2", .. applied])).MustSucceed();
        var fresh = await ManifestAsync(plane, major, other, 1);
        await AllAsync(plane, other, fresh, fresh.Set, LiveMatch.Both, "installed afresh");
    }

    [Fact]
    public async Task What_somebody_else_changed_is_neither()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("live");
        var chart = TestChart.Small.Write(plane.Folder);
        (await plane.Helm3("install", "web", chart, "-n", space)).MustSucceed();
        (await plane.Helm3("upgrade", "web", chart, "-n", space, "--set", "image.tag=v2")).MustSucceed();
        var first = await ManifestAsync(plane, 3, space, 1);
        var second = await ManifestAsync(plane, 3, space, 2);
        (await plane.Kubectl("set", "image", "deployment/web", "web=example.test/web:v3", "-n", space)).MustSucceed();
        var key = new ObjectKey("apps/v1", "Deployment", space, "web");
        var live = (await LiveAsync(plane, space, second.Text))[(key.Kind, key.Name)];
        var verdict = LiveMatcher.Compare(second.Set.Find(key), first.Set.Find(key), live, hpaTargeted: false);
        Assert.Equal(LiveMatch.Neither, verdict.Match);
        Assert.Equal(
            "spec.template.spec.containers[name=web].image is example.test/web:v3 in the cluster, example.test/web:v2 in the stuck "
                + "revision.",
            verdict.Reason
        );
    }

    /// <summary>Every object reads as expected or both, and those that the revisions tell apart read as expected alone.</summary>
    private static async Task CheckAsync(ControlPlane plane, string space, Manifest stuck, Manifest previous, LiveMatch expected)
    {
        var live = await LiveAsync(plane, space, previous.Text + "\n---\n" + stuck.Text);
        var wrong = new List<string>();
        var keys = stuck.Set.Objects.Concat(previous.Set.Objects).Select(item => item.Key).Distinct().ToList();
        foreach (var key in keys)
        {
            var verdict = LiveMatcher.Compare(
                stuck.Set.Find(key),
                previous.Set.Find(key),
                live.GetValueOrDefault((key.Kind, key.Name)),
                key.Name == "scaled"
            );
            var tells = key.Name.StartsWith("changed-", StringComparison.Ordinal) || key.Name is "added" or "removed";
            if (verdict.Match != expected && (tells || verdict.Match != LiveMatch.Both))
                wrong.Add($"{key.Kind}/{key.Name}: {verdict.Match} {verdict.Reason}");
        }
        Assert.True(wrong.Count == 0, $"expected {expected}:\n" + string.Join('\n', wrong));
        Assert.True(keys.Count > 35, $"only {keys.Count} objects");

        var changed = ChangeFinder
            .Compare(previous.Set, stuck.Set)
            .Select(change => change.Object.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            keys.Select(key => key.Name)
                .Where(name => name.StartsWith("changed-", StringComparison.Ordinal) || name is "added" or "removed")
                .Distinct()
                .Order(StringComparer.Ordinal),
            changed
        );
    }

    private static async Task AllAsync(
        ControlPlane plane,
        string space,
        Manifest manifest,
        ManifestSet other,
        LiveMatch expected,
        string when
    )
    {
        var live = await LiveAsync(plane, space, manifest.Text);
        var wrong = manifest
            .Set.Objects.Select(item =>
                (
                    item.Key,
                    Verdict: LiveMatcher.Compare(
                        item,
                        other.Find(item.Key),
                        live.GetValueOrDefault((item.Key.Kind, item.Key.Name)),
                        item.Key.Name == "scaled"
                    )
                )
            )
            .Where(pair => pair.Verdict.Match != expected)
            .Select(pair => $"{pair.Key.Kind}/{pair.Key.Name}: {pair.Verdict.Match} {pair.Verdict.Reason}")
            .ToList();
        Assert.True(wrong.Count == 0, $"{when}:\n" + string.Join('\n', wrong));
    }

    /// <summary>The live objects that a manifest names, each in the API version that the manifest names.</summary>
    private static async Task<Dictionary<(string Kind, string Name), KubeObject>> LiveAsync(
        ControlPlane plane,
        string space,
        string manifest
    )
    {
        var answer = await plane.RunAsync(
            "kubectl",
            plane.AdminUser,
            ["get", "-n", space, "--ignore-not-found", "-o", "json", "-f", "-"],
            manifest
        );
        using var list = JsonDocument.Parse(answer.MustSucceed().Output);
        var objects = new Dictionary<(string, string), KubeObject>();
        foreach (var item in list.RootElement.Items("items").Select(item => new KubeObject(item.Clone())))
            objects[(item.Kind, item.Meta.Name)] = item;
        return objects;
    }

    private static async Task<Manifest> ManifestAsync(ControlPlane plane, int major, string space, int revision)
    {
        var text = (await plane.Helm(major, "get", "manifest", "web", "-n", space, "--revision", $"{revision}")).MustSucceed().Output;
        var set = ManifestParser.Parse(text, space);
        Assert.Empty(set.Problems);
        return new Manifest(text, set);
    }

    private sealed record Manifest(string Text, ManifestSet Set);
}
