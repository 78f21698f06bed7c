using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Support;

internal sealed partial class ControlPlane
{
    /// <summary>etcd takes that many operations in one transaction.</summary>
    private const int MostAtOnce = 128;

    private Uri? _store;

    /// <summary>
    /// Writes Secrets of Helm straight into etcd, as the API server keeps them: tens of thousands in seconds. Their namespaces need not
    /// exist.
    /// </summary>
    public async Task SeedStoreAsync(IEnumerable<SeedRecord> records)
    {
        using var etcd = new HttpClient { BaseAddress = _store };
        await Parallel.ForEachAsync(
            records.Chunk(MostAtOnce),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (chunk, cancel) =>
            {
                var puts = chunk.Select(record =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["requestPut"] = new JsonObject
                            {
                                ["key"] = Base64($"/registry/secrets/{record.Namespace}/{record.Name}"),
                                ["value"] = Base64(Stored(record)),
                            },
                        }
                );
                using var answer = await etcd.PostAsJsonAsync(
                    "v3/kv/txn",
                    new JsonObject { ["success"] = new JsonArray([.. puts]) },
                    cancel
                );
                answer.EnsureSuccessStatusCode();
            }
        );
    }

    private static string Stored(SeedRecord record)
    {
        var stored = record.WrittenAt(DateTimeOffset.UtcNow);
        stored["metadata"]!["uid"] = Guid.NewGuid().ToString();
        return stored.ToJsonString();
    }
}
