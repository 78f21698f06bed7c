using System.Globalization;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>
/// Somebody else acts at a random moment around a confirmed delete. As many rounds as one likes with
/// <c>tests/tools/race.sh --count N --seed N</c>.
/// </summary>
public sealed class RaceTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int Lanes = 4;

    [Fact]
    public async Task No_wrong_record_is_deleted_whenever_somebody_else_acts()
    {
        var (seed, count) = (Variable("HELMSTUCK_RACE_SEED", 1), Variable("HELMSTUCK_RACE_COUNT", SafetyPage.AtLeast("rounds")));
        var plane = await shared.GetAsync();
        var user = plane.AddTokenUser($"race-{Guid.NewGuid():N}");
        await plane.GrantAsync(user, null, new Allow(["secrets"], ["get", "list", "delete"]), Allow.Read("*"));
        // A chart whose only object is there at once: what Helm waits for is the gate before its record.
        var chart = new TestChart
        {
            Templates = new Dictionary<string, string>
            {
                ["configmap.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n",
            },
        }.Write(plane.Folder);
        var lanes = await Task.WhenAll(
            Enumerable.Range(0, Lanes).Select(lane => LaneAsync(plane, user, chart, new Random(seed + lane), lane, count))
        );
        var results = lanes.SelectMany(lane => lane).ToList();

        var wrong = results.Where(result => result.Wrong is not null).Select(result => $"{result.Record}: {result.Wrong}").ToList();
        var deletes = (await plane.AuditAsync(user.Name)).Where(entry => entry is { Verb: "delete", Mutates: true, Code: 200 }).ToList();
        foreach (var delete in deletes)
        {
            var result = results.Single(result => result.Record == delete.Name);
            var preconditions = delete.Body!.Value.GetProperty("preconditions");
            if (
                preconditions.GetProperty("uid").GetString() != result.Uid
                || preconditions.GetProperty("resourceVersion").GetString() != result.ResourceVersion
            )
                wrong.Add($"{delete.Name}: deleted without the reviewed preconditions");
        }
        var summary =
            $"race: {results.Count} rounds (seed {seed}), {deletes.Count} deleted as reviewed, "
            + string.Join(
                ", ",
                results
                    .GroupBy(result => (result.Rival, result.Outcome.ExitCode))
                    .OrderBy(group => group.Key)
                    .Select(group => $"{group.Count()}× {group.Key.Rival} exit {group.Key.ExitCode}")
            )
            + $"; {wrong.Count} wrong";
        output.WriteLine(summary);
        await Console.Out.WriteLineAsync(summary);
        Assert.True(wrong.Count == 0, $"{summary}\n{string.Join('\n', wrong)}");
        Assert.Equal(count, results.Count);
    }

    private static async Task<List<RaceResult>> LaneAsync(
        ControlPlane plane,
        ClusterUser user,
        string chart,
        Random random,
        int lane,
        int count
    )
    {
        var space = await plane.CreateNamespaceAsync("race");
        using var cli = new ClusterCli(plane, user, space);
        var results = new List<RaceResult>();
        for (var number = lane; number < count; number += Lanes)
        {
            var round = new RaceRound(plane, cli, space, $"r{number}", chart, helm: random.Next(2) + 3);
            results.Add(await round.RunAsync((RaceRival)random.Next(4), random));
        }
        return results;
    }

    private static int Variable(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
