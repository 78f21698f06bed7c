namespace Helmstuck.Survey;

/// <summary>The first questions of a review, which may be asked before anybody asks for the review.</summary>
internal sealed partial class Surveyor
{
    /// <summary>What was asked in advance counts as new for so long.</summary>
    private static readonly TimeSpan New = TimeSpan.FromSeconds(5);

    private ReviewStart? expected;

    /// <summary>
    /// Asks the first questions of a review that will probably be asked for next; <see cref="ReviewAsync"/> then takes the answers. Only
    /// the latest expectation counts.
    /// </summary>
    public void Expect(ReleaseName release, ReviewOptions review) =>
        expected = Begin(release.Namespace, release.Release, review, CancellationToken.None);

    private ReviewStart? Expected(string ns, string release, ReviewOptions review) =>
        Interlocked.Exchange(ref expected, null) is { } start
        && (start.Namespace, start.Release) == (ns, release)
        && (start.Options.WholeHistory, start.Options.FromCache) == (review.WholeHistory, review.FromCache)
        && time.GetUtcNow() - start.At < New
            ? start
            : null;

    private ReviewStart Begin(string ns, string release, ReviewOptions review, CancellationToken cancellation) =>
        new()
        {
            Namespace = ns,
            Release = release,
            Options = review,
            At = time.GetUtcNow(),
            Deletion = Cluster.DeletionAsync(ns, cancellation),
            History = Records.ReadHistoryAsync(ns, release, review.WholeHistory, cancellation, review.FromCache),
            Workloads = workloads.Begin(ns, cancellation),
            Runners = live.RunnersAsync(ns, release, cancellation),
        };
}
