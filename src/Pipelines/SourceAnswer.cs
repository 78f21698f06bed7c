namespace Helmstuck.Pipelines;

/// <summary>One source's answer. <paramref name="Name"/> is the setting's; no line of <paramref name="Evidence"/> holds a token.</summary>
internal sealed record SourceAnswer(string Name, SourceState State, IReadOnlyList<string> Evidence)
{
    /// <summary>Web addresses of the jobs that run or wait.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The web address of the last failed deploy job, to be run again after the fix; empty where there is none.</summary>
    public IReadOnlyList<string> FailedJobs { get; init; } = [];
}
