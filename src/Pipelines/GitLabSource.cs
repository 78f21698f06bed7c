using System.Globalization;
using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
/// <param name="Url">Where the instance answers, without <c>/api/v4</c>; may have a path.</param>
/// <param name="Project"><c>group/name</c>, or the project's number.</param>
/// <param name="TokenEnv">The environment variable that holds the token; null where there is none.</param>
/// <param name="TokenFile">The file that holds the token, if no variable does; null where there is none.</param>
/// <param name="CaFile">A PEM file with the root certificates to trust in place of the system's; null: the system's.</param>
/// <param name="Jobs">Which jobs count, by name; null: all.</param>
/// <param name="Refs">Which branches and tags count; null: all.</param>
/// <param name="Contexts">In which contexts this source is asked; null: all.</param>
/// <param name="Timeout">For all requests of one answer together.</param>
internal sealed record GitLabOptions(
    string Name, Uri Url, string Project, string? TokenEnv, string? TokenFile, string? CaFile, Regex? Jobs, Regex? Refs, Regex? Contexts, TimeSpan Timeout);

/// <summary>Do jobs of a GitLab project run, or wait to run, whose name and ref pass the filters?</summary>
internal sealed class GitLabSource(GitLabOptions options, Func<string, string?> environment) : ICiSource
{
    /// <summary>States of a job that a runner has, or will take without anybody's doing (GitLab: Ci::HasStatus).</summary>
    private static readonly string[] ActiveStates = ["running", "pending", "preparing", "waiting_for_resource"];

    private const int MaxPages = 20;

    /// <summary>Running pipelines that are looked through for jobs of a later stage.</summary>
    private const int MaxPipelines = 20;

    private readonly GitLabApi api = new(options, environment);

    public string Name => options.Name;

    public Regex? Contexts => options.Contexts;

    public bool? IsDeploy(RunnerJob job)
    {
        var project = $"{options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{options.Project}/";
        return job.Url.StartsWith(project, StringComparison.OrdinalIgnoreCase) ? IsDeploy(job.Name, job.Ref) is not false : null;
    }

    public async Task<SourceAnswer> AskAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        var failed = LastFailedAsync(limit.Token);
        SourceAnswer answer;
        try
        {
            answer = await ActiveAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            answer = Unknown(string.Create(CultureInfo.InvariantCulture, $"{options.Url.Authority} did not answer within {options.Timeout.TotalSeconds:0.###}s"));
        }
        var url = await failed.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return string.IsNullOrEmpty(url) ? answer : answer with { FailedJobs = [url] };
    }

    private async Task<SourceAnswer> ActiveAsync(CancellationToken cancellation)
    {
        var answer = await api.JobsAsync("jobs", ActiveStates, MaxPages, cancellation).ConfigureAwait(false);
        if (answer is not GitLabAnswer.Jobs active)
            return Unknown(((GitLabAnswer.Failed)answer).Reason);

        var (deploys, undecided) = Select(active.List);
        if (deploys.Count > 0)
            return Running(deploys);
        if (!active.Complete)
            return Unknown(string.Create(CultureInfo.InvariantCulture, $"{options.Project} has more than {active.List.Count} running and pending jobs; none of those read matches"));

        // A deploy stage that waits for an earlier stage has state "created", as has one that waits for ever behind a manual job:
        // only those of pipelines that move are deploys to come.
        var pipelines = active.List.Select(job => job.Pipeline).OfType<long>().Distinct().ToList();
        if (pipelines.Count > MaxPipelines)
            return Unknown(string.Create(CultureInfo.InvariantCulture, $"{options.Project} runs {pipelines.Count} pipelines; their later stages were not read"));
        foreach (var later in await Task.WhenAll(pipelines.Select(id => api.JobsAsync(
            string.Create(CultureInfo.InvariantCulture, $"pipelines/{id}/jobs"), ["created"], MaxPages, cancellation))).ConfigureAwait(false))
        {
            if (later is not GitLabAnswer.Jobs waiting)
                return Unknown(((GitLabAnswer.Failed)later).Reason);
            var (coming, unclear) = Select(waiting.List);
            deploys.AddRange(coming);
            undecided |= unclear || !waiting.Complete;
        }
        if (deploys.Count > 0)
            return Running(deploys);
        return undecided
            ? Unknown("jobs or refs: the expression takes too long on some job's name or ref")
            : new SourceAnswer(Name, SourceState.Idle,
                [string.Create(CultureInfo.InvariantCulture, $"no job{Filters()} runs or waits in {options.Project} ({active.List.Count} others do)")]);
    }

    /// <summary>The web address of the newest failed deploy job; null where there is none or it cannot be told.</summary>
    private async Task<string?> LastFailedAsync(CancellationToken cancellation)
    {
        try
        {
            return await api.JobsAsync("jobs", ["failed"], 1, cancellation).ConfigureAwait(false) is GitLabAnswer.Jobs failed
                ? failed.List.FirstOrDefault(job => IsDeploy(job.Name, job.Ref) is true)?.WebUrl
                : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private (List<GitLabJob> Deploys, bool Undecided) Select(IReadOnlyList<GitLabJob> jobs)
    {
        var deploys = new List<GitLabJob>();
        var undecided = false;
        foreach (var job in jobs)
        {
            switch (IsDeploy(job.Name, job.Ref))
            {
                case true:
                    deploys.Add(job);
                    break;
                case null:
                    undecided = true;
                    break;
            }
        }
        return (deploys, undecided);
    }

    /// <summary>Whether the job passes both filters; null where an expression does not come to an end.</summary>
    private bool? IsDeploy(string name, string reference) => (Filter.Matches(options.Jobs, name), Filter.Matches(options.Refs, reference)) switch
    {
        (false, _) or (_, false) => false,
        (true, true) => true,
        _ => null,
    };

    private string Filters() =>
        (options.Jobs is null ? "" : $" named /{options.Jobs}/") + (options.Refs is null ? "" : $" on /{options.Refs}/");

    private SourceAnswer Running(IReadOnlyList<GitLabJob> jobs) =>
        new(Name, SourceState.Running, [.. jobs.Select(job => job.Evidence)])
        {
            Links = [.. jobs.Select(job => job.WebUrl).Where(url => url.Length > 0)],
        };

    private SourceAnswer Unknown(string reason) => new(Name, SourceState.Unknown, [reason]);
}
