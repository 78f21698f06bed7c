using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Helmstuck.Bench;

/// <summary>
/// Fills a namespace with release records as years of deploys leave them, a few of them stuck in front of a healthy Deployment.
/// </summary>
internal static class Seeder
{
    public static string ReleaseName(int index) => string.Create(CultureInfo.InvariantCulture, $"release-{index:000}");

    public static async Task SeedAsync(ControlPlane plane, string space, Options options)
    {
        for (var index = 0; index < options.Stuck; index++)
            await CreateDeploymentAsync(plane, space, ReleaseName(index));
        await plane.MakeHealthyAsync(space);

        var all =
            from release in Enumerable.Range(0, options.Releases)
            from revision in Enumerable.Range(1, options.Revisions)
            select (release, revision);
        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (record, _) =>
            {
                var newest = record.revision == options.Revisions;
                var stuck = record.release < options.Stuck;
                var status =
                    newest ? (stuck ? "pending-upgrade" : "deployed")
                    : stuck && record.revision == options.Revisions - 1 ? "deployed"
                    : "superseded";
                var random = new Random(record.release * 1000 + record.revision);
                // Three bytes of noise become four of base64 in the JSON, three again by gzip, and four in the record.
                var noise = new byte[options.KilobytesEach * 1000 * 3 / 4];
                random.NextBytes(noise);
                var name = ReleaseName(record.release);
                await plane.SeedAsync(
                    new SeedRecord(space, name, record.revision, status)
                    {
                        Compression = CompressionLevel.Optimal,
                        Manifest = "---\n# Source: demo/templates/deployment.yaml\n" + Manifest(name),
                        Edit = payload =>
                            payload["chart"]!["files"] = new JsonArray(
                                new JsonObject { ["name"] = "noise", ["data"] = Convert.ToBase64String(noise) }
                            ),
                    }
                );
            }
        );
    }

    private static string Manifest(string name) =>
        $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{name}}
            spec:
              replicas: 2
              selector:
                matchLabels:
                  app: {{name}}
              template:
                metadata:
                  labels:
                    app: {{name}}
                spec:
                  containers:
                  - name: web
                    image: example.test/web:v1

            """;

    // What Helm would have made of that manifest.
    private static Task CreateDeploymentAsync(ControlPlane plane, string space, string name) =>
        plane.Second.CreateDeploymentAsync(
            space,
            name,
            2,
            "example.test/web:v1",
            deployment =>
            {
                deployment.Metadata.Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = "Helm" };
                deployment.Metadata.Annotations = new Dictionary<string, string>
                {
                    ["meta.helm.sh/release-name"] = name,
                    ["meta.helm.sh/release-namespace"] = space,
                };
                deployment.Spec.Template.Spec.Containers[0].Name = "web";
            }
        );
}
