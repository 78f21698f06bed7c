namespace Helmstuck.Pipelines;

/// <summary>All sources' answers for one context. With no source configured for it there are none, and the state is unknown.</summary>
internal sealed record CiJobsAnswer(string Context, IReadOnlyList<SourceAnswer> Sources)
{
    /// <summary>Whether any source is configured for this context.</summary>
    public bool Configured { get; init; } = Sources.Count > 0;

    /// <summary>
    /// Running where any source says so, else unknown where any could not say or none was asked, else caution where any says so, else idle.
    /// </summary>
    public SourceState State =>
        Sources.Any(source => source.State == SourceState.Running) ? SourceState.Running
        : !Configured || Sources.Any(source => source.State == SourceState.Unknown) ? SourceState.Unknown
        : Sources.Any(source => source.State == SourceState.Caution) ? SourceState.Caution
        : SourceState.Idle;

    /// <summary>Every source's evidence; where there are several, each line under its source's name.</summary>
    public IReadOnlyList<string> Evidence =>
        [.. Sources.SelectMany(source => source.Evidence.Select(line => Sources.Count == 1 ? line : $"{source.Name}: {line}"))];

    public IReadOnlyList<string> Links => [.. Sources.SelectMany(source => source.Links).Distinct()];

    public IReadOnlyList<string> FailedJobs => [.. Sources.SelectMany(source => source.FailedJobs).Distinct()];

    /// <summary>
    /// The same with what another look found: <see cref="RunnerPods"/> in this cluster. It can make the answer running, never idle.
    /// </summary>
    public CiJobsAnswer With(SourceAnswer? more) => more is null ? this : this with { Sources = [.. Sources, more] };
}
