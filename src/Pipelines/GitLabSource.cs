using System.Globalization;
using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>Do jobs of a GitLab project run, or wait to run, whose name and ref pass the filters?</summary>
internal sealed class GitLabSource(GitLabOptions options, Func<string, string?> environment, TimeProvider? time = null) : ICiSource
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
        using var late = new CancellationTokenSource(options.Timeout, time ?? TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var failed = api.JobsAsync("jobs", ["failed"], 1, limit.Token);
        var answer = await ActiveAsync(limit.Token).ConfigureAwait(false);
        // Newest first. Worth having, but its absence says nothing of what runs.
        var lastFailed = (await failed.ConfigureAwait(false)).Jobs.FirstOrDefault(job => IsDeploy(job.Name, job.Ref) is true);
        cancellation.ThrowIfCancellationRequested();
        return lastFailed is { WebUrl.Length: > 0 } ? answer with { FailedJobs = [lastFailed.WebUrl] } : answer;
    }

    private async Task<SourceAnswer> ActiveAsync(CancellationToken cancellation)
    {
        var active = await api.JobsAsync("jobs", ActiveStates, MaxPages, cancellation).ConfigureAwait(false);
        var (deploys, undecided) = Select(active.Jobs);
        // A deploy that was seen runs, whatever went wrong afterwards.
        if (deploys.Count > 0)
            return Running(deploys);
        if (active.Failure is { } failure)
            return Unknown(failure);
        if (!active.Complete)
            return Unknown(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.Project} has more than {active.Jobs.Count} running and pending jobs; no job that was read matches"
                )
            );

        // A deploy stage that waits for an earlier stage has state "created", as has one that waits for ever behind a manual job:
        // only those of pipelines that move are deploys to come.
        var pipelines = active.Jobs.Select(job => job.Pipeline).OfType<long>().Distinct().ToList();
        if (pipelines.Count > MaxPipelines)
            return Unknown(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.Project} runs {pipelines.Count} pipelines; their later stages were not read"
                )
            );
        var waiting = await Task.WhenAll(
                pipelines.Select(id =>
                    api.JobsAsync(string.Create(CultureInfo.InvariantCulture, $"pipelines/{id}/jobs"), ["created"], MaxPages, cancellation)
                )
            )
            .ConfigureAwait(false);
        var (coming, unclear) = Select([.. waiting.SelectMany(answer => answer.Jobs)]);
        if (coming.Count > 0)
            return Running(coming);
        if (waiting.Select(answer => answer.Failure).FirstOrDefault(reason => reason is not null) is { } trouble)
            return Unknown(trouble);
        if (waiting.Any(answer => !answer.Complete))
            return Unknown($"{options.Project} has a running pipeline with too many jobs to read");
        return undecided || unclear
            ? Unknown("jobs or refs: the expression takes too long on some job's name or ref")
            : new SourceAnswer(
                Name,
                SourceState.Idle,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"no job{Filters()} is running or waiting in {options.Project} ({Others(active.Jobs.Count)})"
                    ),
                ]
            );
    }

    private static string Others(int count) =>
        count switch
        {
            0 => "no other job either",
            1 => "1 other job is",
            _ => string.Create(CultureInfo.InvariantCulture, $"{count} other jobs are"),
        };

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
    private bool? IsDeploy(string name, string reference) =>
        (Filter.Matches(options.Jobs, name), Filter.Matches(options.Refs, reference)) switch
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
