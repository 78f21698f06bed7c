using System.Diagnostics;
using System.Globalization;
using System.Text;
using Helmstuck.Helm.Live;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Helm.Manifests;

/// <summary>A pair of manifests as large as they come; prints what it costs.</summary>
public sealed class ChangeLargeTests(ITestOutputHelper output)
{
    public const int Objects = 600;

    [Theory]
    [InlineData(14)]
    [InlineData(Objects)]
    public void Three_megabytes_are_compared(int changed)
    {
        var (before, after) = (Manifest("v1", Objects), Manifest("v2", changed));
        Assert.InRange(after.Length, 3_000_000, 4_000_000);
        for (var run = 0; run < 3; run++)
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            var previous = ManifestParser.Parse(before, "prod");
            var stuck = ManifestParser.Parse(after, "prod", previous);
            var parsed = watch.Elapsed;
            var changes = ChangeFinder.Compare(previous, stuck);
            var compared = watch.Elapsed;
            foreach (var change in changes)
            {
                var item = stuck.Find(change.Object);
                Assert.Equal(
                    LiveMatch.Stuck,
                    LiveMatcher.Match(item, previous.Find(change.Object), new KubeObject(item!.Json), hpaTargeted: false)
                );
            }
            Assert.Equal(changed, changes.Count);
            output.WriteLine(
                $"{changed} of {Objects} objects changed, 2 x {after.Length / 1e6:0.0} MB: parsed in {parsed.TotalMilliseconds:0} ms, "
                    + $"compared in {(compared - parsed).TotalMilliseconds:0} ms, "
                    + $"matched in {(watch.Elapsed - compared).TotalMilliseconds:0} ms, "
                    + $"{(GC.GetTotalAllocatedBytes() - allocated) / 1e6:0} MB allocated in all"
            );
        }
    }

    /// <summary>The first <paramref name="count"/> Deployments have the given image tag, the others v1.</summary>
    public static string Manifest(string tag, int count)
    {
        var text = new StringBuilder();
        for (var number = 0; number < Objects; number++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"---\n# Source: web/templates/{number}.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-{number}\n  "
                    + $"labels:\n    app: web\n    chart: \"web-1.2.3\"\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n"
            );
            for (var container = 0; container < 9; container++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"        - name: c{container}\n          image: "
                        + $"registry.example.com/group/image-{container}:{(number < count ? tag : "v1")}\n          env:\n"
                );
                for (var variable = 0; variable < 6; variable++)
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"            - name: SOME_VARIABLE_{variable}\n              value: \"value {variable} of {number}\"\n"
                    );
                text.Append("          resources:\n            limits: {cpu: 100m, memory: 1Gi}\n");
            }
        }
        return text.ToString();
    }
}
