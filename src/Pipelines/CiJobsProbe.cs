using System.Diagnostics;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>
/// Is a CI job changing this cluster? Asks the configured sources; it connects and loads nothing before the first question.
/// </summary>
/// <param name="own">The job that this program is a part of, which does not count; null: none.</param>
internal sealed class CiJobsProbe(IReadOnlyList<ICiSource> sources, OwnJob? own = null)
{
    /// <summary>
    /// Who may create pods chooses the names that the filters' expressions have to match; from then on a job counts without being asked
    /// about.
    /// </summary>
    private static readonly TimeSpan FilterTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Asks every source whose <c>contexts</c> match, in parallel. Never throws but for <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<CiJobsAnswer> AskAsync(string context, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(sources.Select(source => AskOneAsync(source, context, cancellation))).ConfigureAwait(false);
        return new CiJobsAnswer(context, [.. answers.OfType<SourceAnswer>()]);
    }

    /// <summary>
    /// What GitLab runner pods of this cluster say, or null if no deploy job runs in one: that says nothing, runners may be elsewhere.
    /// A job of a project that a source of this context describes counts only if it passes that source's filters. Throws
    /// <see cref="OperationCanceledException"/> between two jobs.
    /// </summary>
    public SourceAnswer? RunnerPodsAnswer(string context, IReadOnlyList<KubeObject> pods, CancellationToken cancellation)
    {
        var asked = sources.Where(source => CiFilter.Found(source.Contexts, context) is not false).ToList();
        var started = Stopwatch.GetTimestamp();
        var deploys = new List<RunnerJob>();
        foreach (var job in RunnerPods.Read(pods).Where(job => own?.Is(job) != true))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(started) > FilterTime || IsDeploy(asked, job))
                deploys.Add(job);
        }
        return RunnerPods.Answer(deploys);
    }

    private static bool IsDeploy(IEnumerable<ICiSource> asked, RunnerJob job)
    {
        var opinions = asked.Select(source => source.IsDeploy(job)).Where(opinion => opinion is not null).ToList();
        return opinions.Count == 0 || opinions.Contains(true);
    }

    private static async Task<SourceAnswer?> AskOneAsync(ICiSource source, string context, CancellationToken cancellation) =>
        CiFilter.Found(source.Contexts, context) switch
        {
            // Loading certificates and starting a program block; the caller has other work to start.
            true => await Task.Run(() => source.AskAsync(cancellation), cancellation).ConfigureAwait(false),
            false => null,
            null => new SourceAnswer(
                source.Name,
                SourceState.Unknown,
                [$"contexts: the expression {source.Contexts} takes too long on {context}"]
            ),
        };
}
