using Helmstuck.Health;

namespace Helmstuck.Tests.Unit.Health;

public sealed class HealthTextTests
{
    [Fact]
    public void One_sentence_says_it_for_all()
    {
        var good = Of("api", WorkloadVerdict.Healthy, "3 of 3 available");
        var near = Of("webservice", WorkloadVerdict.WithinTolerance, "29 of 30 available");
        var bad = Of("webservice", WorkloadVerdict.Degraded, "20 of 30 available");
        var worse = Of("sidekiq", WorkloadVerdict.Stalled, "0 of 3 available");
        var unread = Of("cache", WorkloadVerdict.Unknown, "could not be read: forbidden");

        Assert.Equal("no workload was found", HealthText.All([]));
        Assert.Equal("2 of 2 workloads healthy", HealthText.All([good, good]));
        Assert.Equal("2 of 2 workloads healthy, 1 of them within the HPA's tolerance", HealthText.All([good, near]));
        Assert.Equal("1 of 2 is not healthy: webservice: 20 of 30 available", HealthText.All([good, bad]));
        Assert.Equal("2 of 3 are not healthy: sidekiq (stalled), webservice (degraded)", HealthText.All([bad, good, worse]));
        Assert.Equal("1 of 2 could not be judged: cache: could not be read: forbidden", HealthText.All([good, unread]));
        Assert.Equal("2 of 2 could not be judged: cache (unknown), cache (unknown)", HealthText.All([unread, unread]));
    }

    [Fact]
    public void Every_verdict_has_the_contracts_name() =>
        Assert.Equal(
            ["healthy", "within-tolerance", "progressing", "degraded", "stalled", "paused", "missing", "unknown"],
            Enum.GetValues<WorkloadVerdict>().Select(HealthText.Of)
        );

    private static WorkloadHealth Of(string name, WorkloadVerdict verdict, string reason) =>
        new()
        {
            Kind = "Deployment",
            Namespace = "shop",
            Name = name,
            Verdict = verdict,
            Reason = reason,
        };
}
