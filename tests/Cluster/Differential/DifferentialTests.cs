using System.Globalization;
using Helmstuck.Helm.Outlook;

namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>
/// The forecasts against the real Helm 3 and Helm 4 on a real API server. The random part goes on for as long as one likes with
/// <c>tests/tools/differential.sh --count N --seed N</c>.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private static readonly int[] Helms = [3, 4];

    [Fact]
    public async Task Named_states_are_forecast_as_Helm_acts()
    {
        var triples = DifferentialStates.All.SelectMany(state => Each(state.Key, state.Value, DifferentialStage.Now)).ToList();
        await AgreeAsync($"{DifferentialStates.All.Count} named states", triples);
    }

    [Fact]
    public async Task Named_states_are_forecast_as_Helm_acts_after_the_stuck_record_is_gone_or_marked()
    {
        var stuck = DifferentialStates.All.Where(state => Forecaster.Of("web", state.Value.Records("web")).Stuck).ToList();
        var triples = stuck
            .SelectMany(state =>
                Each(state.Key, state.Value, DifferentialStage.AfterDelete)
                    .Concat(Each(state.Key, state.Value, DifferentialStage.AfterMarkFailed))
            )
            .Concat(
                stuck
                    .Where(state => IsStacked(state.Value))
                    .SelectMany(state => Each(state.Key, state.Value, DifferentialStage.AfterDeleteAll))
            )
            .ToList();
        await AgreeAsync($"{stuck.Count} stuck named states after delete and mark-failed", triples);
    }

    [Fact]
    public async Task ConfigMaps_are_forecast_as_Helm_acts()
    {
        string[] chosen =
        [
            "no record",
            "pending-upgrade over deployed",
            "uninstalled over superseded",
            "corrupt newest over deployed",
            "payload calls itself newer, uninstalled",
            "record without info, newest",
        ];
        var triples = chosen.SelectMany(name => Each(name, DifferentialStates.All[name], DifferentialStage.Now, "configmap")).ToList();
        triples.AddRange(Each(chosen[1], DifferentialStates.All[chosen[1]], DifferentialStage.AfterMarkFailed, "configmap"));
        await AgreeAsync($"{chosen.Length} named states in ConfigMaps", triples);
    }

    [Fact]
    public async Task Manifests_that_cannot_be_built_are_forecast_as_Helm_acts()
    {
        var triples = DifferentialStates
            .Unbuilt.SelectMany(state =>
                new[]
                {
                    DifferentialStage.Now,
                    DifferentialStage.AfterDelete,
                    DifferentialStage.AfterDeleteAll,
                    DifferentialStage.AfterMarkFailed,
                }.SelectMany(stage => Each(state.Key, state.Value, stage))
            )
            .ToList();
        await AgreeAsync($"{DifferentialStates.Unbuilt.Count} states whose manifests cannot be built", triples);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("configmap")]
    public async Task Namespaces_that_are_being_deleted_are_forecast_as_Helm_acts(string driver)
    {
        var triples = DifferentialStates
            .Terminating.Where((_, index) => driver == "secret" || index % 3 == 0)
            .SelectMany(name =>
                new[] { DifferentialStage.Now, DifferentialStage.AfterDelete, DifferentialStage.AfterMarkFailed }.SelectMany(stage =>
                    Each(name, DifferentialStates.All[name], stage, driver)
                )
            )
            .Select(triple => triple with { Terminating = true })
            .ToList();
        await AgreeAsync(
            $"{triples.DistinctBy(triple => triple.Name).Count()} states in a namespace that is being deleted, {driver}s",
            triples
        );
    }

    [Fact]
    public async Task Random_histories_are_forecast_as_Helm_acts()
    {
        var (seed, count) = SeedAndCount(1, 300);
        var random = new Random(seed);
        var triples = Enumerable.Range(0, count).Select(number => Random(random, number)).ToList();
        await AgreeAsync($"{count} random histories (seed {seed})", triples);
    }

    private static DifferentialTriple Random(Random random, int number) =>
        new(
            $"random {number}",
            RandomHistories.Next(random),
            random.Next(8) switch
            {
                0 or 1 => DifferentialStage.AfterDelete,
                2 => DifferentialStage.AfterDeleteAll,
                3 => DifferentialStage.AfterMarkFailed,
                _ => DifferentialStage.Now,
            },
            DifferentialTriple.Commands[random.Next(DifferentialTriple.Commands.Count)],
            Helms[random.Next(2)],
            random.Next(10) == 0 ? "configmap" : "secret"
        )
        {
            Terminating = random.Next(10) == 0,
        };

    private static IEnumerable<DifferentialTriple> Each(
        string name,
        SeededHistory history,
        DifferentialStage stage,
        string driver = "secret"
    ) =>
        from command in DifferentialTriple.Commands
        from helm in Helms
        select new DifferentialTriple(name, history, stage, command, helm, driver);

    private static bool IsStacked(SeededHistory history)
    {
        var records = history.Records("web");
        return Forecaster.Outlook("web", records, Forecaster.Of("web", records).Last!.Revision).ToDelete.Count > 1;
    }

    /// <summary>What tests/tools/differential.sh asks for, else what is given here.</summary>
    internal static (int Seed, int Count) SeedAndCount(int seed, int count) =>
        (Variable("HELMSTUCK_DIFFERENTIAL_SEED", seed), Variable("HELMSTUCK_DIFFERENTIAL_COUNT", count));

    private static int Variable(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    private async Task AgreeAsync(string what, List<DifferentialTriple> triples)
    {
        // Servers of its own: no controllers and no audit log, which thousands of namespaces would only slow down.
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false, Audit = false });
        using var run = new DifferentialRun(plane, new TestChart().Write(plane.Folder));
        var disagreements = await run.DisagreementsAsync(triples);
        var summary =
            $"differential: {what}: {triples.Count - disagreements.Count} of {triples.Count} (history, command, Helm) triples agreed "
            + $"with the real Helm";
        output.WriteLine(summary);
        await Console.Out.WriteLineAsync(summary);
        Assert.True(disagreements.Count == 0, $"{summary}\n{string.Join('\n', disagreements)}");
    }
}
