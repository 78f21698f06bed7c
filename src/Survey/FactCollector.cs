using Helmstuck.Kube.Client;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Survey;

/// <summary>Collects the facts of one Review from several readers at once, and publishes a more complete Review after each.</summary>
internal sealed class FactCollector(ReviewFacts start, Action<Review> arrived, TimeProvider time, KubeClient client)
{
    private readonly Lock gate = new();
    private ReviewFacts facts = start;

    /// <summary>The most complete Review so far.</summary>
    public Review Latest { get; private set; } = Reviewer.Assemble(start);

    /// <summary>Adds a fact and notifies the listener, one at a time.</summary>
    public Review Add(Func<ReviewFacts, ReviewFacts> add)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            facts = add(facts) with
            {
                ReadAt = now,
                ServerNow = client.ClockSkew is { } skew ? now + skew : null,
                ClockSkew = -client.ClockSkew,
            };
            Latest = Reviewer.Assemble(facts);
            arrived(Latest);
            return Latest;
        }
    }
}
