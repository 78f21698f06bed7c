using System.Globalization;

namespace Helmstuck.Pipelines;

/// <summary>
/// One source's answer. <paramref name="Name"/> is the name in the settings; no line of <paramref name="Evidence"/> contains a token.
/// </summary>
internal sealed record SourceAnswer(string Name, SourceState State, IReadOnlyList<string> Evidence)
{
    /// <summary>Web addresses of the jobs that the answer is about.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The web address of the last failed deploy job, to be run again after the fix; empty if no job failed.</summary>
    public IReadOnlyList<string> FailedJobs { get; init; } = [];

    /// <summary>An answer with a line for each job, and its web address where it has one.</summary>
    public static SourceAnswer Of(string name, SourceState state, IEnumerable<(string Line, string Link)> jobs)
    {
        var all = jobs.ToList();
        return new SourceAnswer(name, state, [.. all.Select(job => job.Line)])
        {
            Links = [.. all.Select(job => job.Link).Where(link => link.Length > 0)],
        };
    }

    /// <summary>
    /// Lets a source answer with a token that its time limit also cancels. Throws <see cref="OperationCanceledException"/> if
    /// <paramref name="cancellation"/> is the cause.
    /// </summary>
    public static async Task<SourceAnswer> WithinAsync(
        TimeSpan limit,
        TimeProvider time,
        Func<CancellationToken, Task<SourceAnswer>> answer,
        CancellationToken cancellation
    )
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var given = await answer(either.Token).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return given;
    }

    /// <summary>How many running jobs (or runs: <paramref name="what"/>) the filters leave out, as the end of a sentence.</summary>
    public static string Others(int count, string what) =>
        count switch
        {
            0 => $"no other {what} either",
            1 => $"1 other {what} is",
            _ => string.Create(CultureInfo.InvariantCulture, $"{count} other {what}s are"),
        };
}
