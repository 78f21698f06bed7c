using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>Something that can say whether a deploy runs.</summary>
internal interface ICiSource
{
    string Name { get; }

    /// <summary>In which contexts it is asked; null: all.</summary>
    Regex? Contexts { get; }

    /// <summary>
    /// Asks, within its own time limit. Whatever goes wrong is an <see cref="SourceState.Unknown"/> answer; only cancelling throws.
    /// </summary>
    Task<SourceAnswer> AskAsync(CancellationToken cancellation);

    /// <summary>
    /// Whether a job that a runner pod works on is a deploy by this source's filters; null where this source does not know the job's
    /// project.
    /// </summary>
    bool? IsDeploy(RunnerJob job);
}
