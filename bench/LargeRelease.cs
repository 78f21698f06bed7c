using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Bench;

/// <summary>
/// A release of 600 objects, 3 MB a manifest, whose stuck revision changes them all. They are in the cluster as that revision wants them.
/// </summary>
internal static class LargeRelease
{
    public const string Name = "large";

    private const int Objects = 600,
        Lines = 68;

    /// <summary>Seeds it; the path of the stuck revision's manifest, for the peer.</summary>
    public static async Task<string> SeedAsync(ControlPlane plane, string space)
    {
        await plane.PostAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = space } });
        foreach (var (revision, status) in new[] { (1, "deployed"), (2, "pending-upgrade") })
            await plane.SeedAsync(
                new SeedRecord(space, Name, revision, status) { Manifest = Manifest(revision), Compression = CompressionLevel.Optimal }
            );
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Objects),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (index, _) =>
                await plane.PostAsync(
                    $"api/v1/namespaces/{space}/configmaps",
                    new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["name"] = ObjectName(index) },
                        ["data"] = new JsonObject(Data(index, 2).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                    }
                )
        );
        var path = Path.Combine(plane.Folder, "large.yaml");
        await File.WriteAllTextAsync(path, Manifest(2));
        return path;
    }

    private static string ObjectName(int index) => string.Create(CultureInfo.InvariantCulture, $"{Name}-{index:000}");

    private static string Manifest(int revision)
    {
        var text = new StringBuilder();
        for (var index = 0; index < Objects; index++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"---\n# Source: large/templates/{ObjectName(index)}.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "
                    + $"{ObjectName(index)}\ndata:\n"
            );
            foreach (var (key, value) in Data(index, revision))
                text.Append(CultureInfo.InvariantCulture, $"  {key}: \"{value}\"\n");
        }
        return text.ToString();
    }

    private static IEnumerable<KeyValuePair<string, string>> Data(int index, int revision) =>
        Enumerable
            .Range(0, Lines)
            .Select(line =>
                KeyValuePair.Create(
                    string.Create(CultureInfo.InvariantCulture, $"setting-{line:00}"),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"value {line} of object {index}, "
                            + $"{(line == 7 ? $"as revision {revision} has it" : "the same in both of its revisions")}"
                    )
                )
            );
}
