namespace Helmstuck.Pipelines;

/// <summary>
/// The answers of all sources for one context. If no source is configured for it, there are none, and the state is unknown.
/// </summary>
internal sealed record CiJobsAnswer(string Context, IReadOnlyList<SourceAnswer> Sources)
{
    /// <summary>Whether any source is configured for this context.</summary>
    public bool Configured { get; init; } = Sources.Count > 0;

    /// <summary>
    /// Running if any source says so, else unknown if any source could not answer or none was asked, else caution if any says so, else
    /// idle.
    /// </summary>
    public SourceState State =>
        Sources.Any(source => source.State == SourceState.Running) ? SourceState.Running
        : !Configured || Sources.Any(source => source.State == SourceState.Unknown) ? SourceState.Unknown
        : Sources.Any(source => source.State == SourceState.Caution) ? SourceState.Caution
        : SourceState.Idle;

    /// <summary>The evidence of every source; with several sources, each line has its source's name.</summary>
    public IReadOnlyList<string> Evidence =>
        [.. Sources.SelectMany(source => source.Evidence.Select(line => Sources.Count == 1 ? line : $"{source.Name}: {line}"))];

    public IReadOnlyList<string> Links => [.. Sources.SelectMany(source => source.Links).Distinct()];

    public IReadOnlyList<string> FailedJobs => [.. Sources.SelectMany(source => source.FailedJobs).Distinct()];

    /// <summary>
    /// The same with the <see cref="RunnerPods"/> of this cluster. They can make the answer running, never idle.
    /// </summary>
    public CiJobsAnswer With(SourceAnswer? more) => more is null ? this : this with { Sources = [.. Sources, more] };
}
