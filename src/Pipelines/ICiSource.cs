using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A source that can say whether a deploy is running.</summary>
internal interface ICiSource
{
    string Name { get; }

    /// <summary>The contexts in which it is asked; null: all.</summary>
    Regex? Contexts { get; }

    /// <summary>
    /// Asks, within its own time limit. An error is an <see cref="SourceState.Unknown"/> answer; only cancelling throws.
    /// </summary>
    Task<SourceAnswer> AskAsync(CancellationToken cancellation);

    /// <summary>
    /// Whether the job of a runner pod is a deploy by this source's filters; null if this source is not about the job's
    /// project.
    /// </summary>
    bool? IsDeploy(RunnerJob job);
}
