using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;

namespace Helmstuck.Survey;

/// <summary>Asks the CI sources, and looks for pods of CI runners in the cluster.</summary>
internal sealed class CiReader(KubeClient client, SurveyOptions options, TimeProvider time)
{
    /// <summary>
    /// An open screen reads the cluster every few seconds; CI servers have rate limits, and a command may be expensive.
    /// </summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly CiJobsProbe probe = new(options.CiSources, options.OwnJob);
    private volatile CiAnswer? last;

    private sealed record CiAnswer(CiJobsAnswer Answer, DateTimeOffset At);

    /// <summary>The answer, and when the sources gave it. <paramref name="unasked"/>: a recent answer will do.</summary>
    public async Task<(CiJobsAnswer Answer, DateTimeOffset At)> ReadAsync(string ns, bool unasked, CancellationToken cancellation)
    {
        var asked = AskAsync(unasked, cancellation);
        var pods = await RunnerPodsAsync(ns, cancellation).ConfigureAwait(false);
        var (answer, at) = await asked.ConfigureAwait(false);
        return (answer.With(probe.RunnerPodsAnswer(client.Target.Context, pods, cancellation)), at);
    }

    private async Task<CiAnswer> AskAsync(bool unasked, CancellationToken cancellation)
    {
        if (unasked && this.last is { } last && time.GetUtcNow() - last.At < Rest)
            return last;
        var answer = await probe.AskAsync(client.Target.Context, cancellation).ConfigureAwait(false);
        return this.last = new CiAnswer(answer, time.GetUtcNow());
    }

    /// <summary>
    /// Pods of GitLab runners anywhere in the cluster by their label; where that is forbidden, in the release's namespace. Unreadable pods
    /// say nothing: runners may be elsewhere anyway.
    /// </summary>
    private async Task<IReadOnlyList<KubeObject>> RunnerPodsAsync(string ns, CancellationToken cancellation)
    {
        var selector = new ListOptions { LabelSelector = "job.runner.gitlab.com/pod", FromCache = true };
        var everywhere = await client.ListAsync(ResourceType.Pods, null, selector, cancellation).ConfigureAwait(false);
        if (everywhere.ValueOrDefault is { } pods)
            return pods;
        return (await client.ListAsync(ResourceType.Pods, ns, selector, cancellation).ConfigureAwait(false)).ValueOrDefault ?? [];
    }
}
