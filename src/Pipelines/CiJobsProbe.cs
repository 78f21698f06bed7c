using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>
/// Is a CI job changing this cluster? Asks the configured sources; it connects and loads nothing before the first question.
/// </summary>
internal sealed class CiJobsProbe(IReadOnlyList<ICiSource> sources)
{
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
    /// A job of a project that a source of this context describes counts only if it passes that source's filters.
    /// </summary>
    public SourceAnswer? RunnerPodsAnswer(string context, IReadOnlyList<KubeObject> pods) =>
        RunnerPods.Answer([.. RunnerPods.Read(pods).Where(job => IsDeploy(context, job))]);

    private bool IsDeploy(string context, RunnerJob job)
    {
        var opinions = sources
            .Where(source => CiFilter.Found(source.Contexts, context) is not false)
            .Select(source => source.IsDeploy(job))
            .Where(opinion => opinion is not null)
            .ToList();
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
