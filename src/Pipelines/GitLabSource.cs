using System.Globalization;
using System.Net;

namespace Helmstuck.Pipelines;

/// <summary>Asks whether jobs of a GitLab project that pass the filters are running or waiting to run.</summary>
/// <param name="options">
/// Its address is that of the instance, without <c>/api/v4</c>; the place is <c>group/name</c> or the project's number.
/// </param>
internal sealed class GitLabSource(CiServerOptions options, Func<string, string?> environment, TimeProvider? time = null)
    : CiServerSource(options, Endpoint(options), environment, time)
{
    private const int MaxPages = 20;

    /// <summary>Pages of ended jobs, newest job first.</summary>
    private const int MaxEndedPages = 2;

    /// <summary>Pipelines whose jobs are read one by one.</summary>
    private const int MaxPipelines = 20;

    public override bool? IsDeploy(RunnerJob job)
    {
        var project = $"{Options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{Options.Place}/";
        return job.Url.StartsWith(project, StringComparison.OrdinalIgnoreCase) ? Filter.Matches(job.Name, job.Ref) is not false : null;
    }

    private static CiEndpoint Endpoint(CiServerOptions options) =>
        new()
        {
            Server = options,
            Root = $"api/v4/projects/{Uri.EscapeDataString(options.Place)}",
            Kind = "project",
            Listed = "jobs",
            Permission = "read_api",
            TokenHeader = "PRIVATE-TOKEN",
        };

    protected override async Task<SourceAnswer> AnswerAsync(CancellationToken cancellation)
    {
        var asked = JobsAsync("jobs", [.. GitLabStates.Active, GitLabStates.Scheduled], "", MaxPages, cancellation);
        // A state that a later GitLab adds cannot be requested: such a job is among the newest jobs of all states.
        var newest = JobsAsync("jobs", [], "", 1, cancellation);
        var ended = JobsAsync("jobs", GitLabStates.Ended, "", MaxEndedPages, cancellation);
        var (active, all) = (await asked.ConfigureAwait(false), await newest.ConfigureAwait(false));
        // Without the own job, its pipeline moves only if another job of it does: a later stage waits for the end of the own one.
        var answer = NamingOwn(
            await ActiveAsync(WithoutOwn(active), WithoutOwn(all), ended, cancellation).ConfigureAwait(false),
            active.Items.Concat(all.Items),
            "this job itself, which does not count"
        );
        // Newest first. Useful, but its absence says nothing about running jobs.
        var lastFailed = (await ended.ConfigureAwait(false)).Items.FirstOrDefault(job => job is { IsDeploy: true, Status: "failed" });
        return lastFailed is { WebUrl.Length: > 0 } ? answer with { FailedJobs = [lastFailed.WebUrl] } : answer;
    }

    private async Task<SourceAnswer> ActiveAsync(
        CiAnswer<CiJob> asked,
        CiAnswer<CiJob> newest,
        Task<CiAnswer<CiJob>> ended,
        CancellationToken cancellation
    )
    {
        List<CiJob> jobs = [.. asked.Items.Concat(newest.Items).DistinctBy(job => job.Id)];
        List<CiJob> active = [.. jobs.Where(job => GitLabStates.IsActive(job.Status))];
        // A deploy that was found is running, even if a later request fails.
        if (active.Where(job => job.IsDeploy is true).ToList() is { Count: > 0 } deploys)
            return Running(deploys);
        if ((asked.Failure ?? newest.Failure) is { } failure)
            return Unknown(failure);
        if (!asked.Complete)
            return Unknown(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Options.Place} has more than {active.Count} running and pending jobs; no job that was read matches"
                )
            );

        // A deploy stage that waits for an earlier stage has state "created", as has one that waits forever behind a manual job:
        // only those of active pipelines will run.
        List<CiJob> delayed = [.. jobs.Where(job => job.Status == GitLabStates.Scheduled)];
        var moving = active.Select(job => job.Pipeline).OfType<long>().ToHashSet();
        List<long> pipelines = [.. moving.Union(delayed.Select(job => job.Pipeline).OfType<long>())];
        if (pipelines.Count > MaxPipelines)
            return Unknown(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Options.Place} runs {pipelines.Count} pipelines; their later stages were not read"
                )
            );
        var waiting = await PipelineJobsAsync(pipelines, [GitLabStates.Created], "", cancellation).ConfigureAwait(false);
        var coming = waiting.Items.Where(job => job.IsDeploy is true).ToList();
        if (coming.Where(job => job.Pipeline is not { } id || moving.Contains(id)).ToList() is { Count: > 0 } soon)
            return Running(soon);
        if (waiting.Failure is { } trouble)
            return Unknown(trouble);
        if (!waiting.Complete)
            return Unknown($"{Options.Place} has a running pipeline with too many jobs to read");

        if (active.Concat(delayed).Concat(waiting.Items).Any(job => job.IsDeploy is null))
            return Unknown(Filter.Undecided);

        var (cut, unread) = await CutOffAsync(await ended.ConfigureAwait(false), moving, cancellation).ConfigureAwait(false);
        if (unread is not null)
            return Unknown(unread);
        List<(string Line, string Link)> cautions =
        [
            .. delayed.Where(job => job.IsDeploy is true).Select(job => (job.ScheduledEvidence, job.WebUrl)),
            .. coming.Select(job => (job.Evidence("behind a delayed job"), job.WebUrl)),
            .. cut,
        ];
        return cautions.Count > 0
            ? SourceAnswer.Of(Name, SourceState.Caution, cautions)
            : new SourceAnswer(
                Name,
                SourceState.Idle,
                [$"no job{Filter.Words} is running or waiting in {Options.Place} ({SourceAnswer.Others(active.Count, "job")})"]
            );
    }

    /// <summary>
    /// Deploys that were interrupted a short while ago; or why they are not known. <paramref name="ended"/> is sorted by
    /// when a job was created: a job of an older pipeline (started by hand, for example) may have ended just now and be beyond the pages
    /// that were read.
    /// </summary>
    private async Task<(IReadOnlyList<(string Line, string Link)> Cut, string? Failure)> CutOffAsync(
        CiAnswer<CiJob> ended,
        HashSet<long> moving,
        CancellationToken cancellation
    )
    {
        if (ended.Failure is { } failure)
            return ([], failure);
        var now = ended.At ?? Time.GetUtcNow();
        var since = now - Options.IdleAfter;
        var jobs = ended.Items;
        if (!ended.Complete)
        {
            var (pipelines, unread) = await OlderPipelinesAsync(since, ended.Items.Min(job => job.CreatedAt), cancellation)
                .ConfigureAwait(false);
            if (unread is not null)
                return ([], unread);
            // An active pipeline need not be updated when one of its jobs ends.
            var older = await PipelineJobsAsync([.. moving.Union(pipelines)], GitLabStates.Ended, "&include_retried=true", cancellation)
                .ConfigureAwait(false);
            if (older.Failure is not null || !older.Complete)
                return ([], older.Failure ?? $"{Options.Place} has a pipeline with too many ended jobs to read");
            jobs = [.. jobs.Concat(older.Items).DistinctBy(job => job.Id)];
        }
        // GitLab sends the end time of every job that has ended.
        var cut = jobs.Where(job => job.IsDeploy is not false && job.EndedAt >= since && GitLabStates.Cause(job) is not null).ToList();
        return cut.Any(job => job.IsDeploy is null)
            ? ([], Filter.Undecided)
            : ([.. cut.Select(job => (job.EndedEvidence(GitLabStates.Cause(job)!, now), job.WebUrl))], null);
    }

    /// <summary>Pipelines that changed since <paramref name="since"/> and are older than the oldest ended job that was read.</summary>
    private async Task<(IReadOnlyList<long> Pipelines, string? Failure)> OlderPipelinesAsync(
        DateTimeOffset since,
        DateTimeOffset? oldest,
        CancellationToken cancellation
    )
    {
        var changed = await Api.ListAsync(
                "pipelines",
                $"updated_after={since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
                CiPipeline.ReadGitLab,
                MaxPages,
                cancellation
            )
            .ConfigureAwait(false);
        if (changed.Failure is { } failure)
            return ([], failure);
        List<long> older = [.. changed.Items.Where(item => !(item.CreatedAt > oldest)).Select(item => item.Id)];
        return changed.Complete && older.Count <= MaxPipelines
            ? (older, null)
            : (
                [],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Options.Place} changed {older.Count} older pipelines a short while ago; their ended jobs were not read"
                )
            );
    }

    private async Task<CiAnswer<CiJob>> PipelineJobsAsync(
        IReadOnlyList<long> pipelines,
        IReadOnlyList<string> states,
        string more,
        CancellationToken cancellation
    ) =>
        CiAnswer<CiJob>.Together(
            await Task.WhenAll(
                    pipelines.Select(id =>
                        JobsAsync(string.Create(CultureInfo.InvariantCulture, $"pipelines/{id}/jobs"), states, more, MaxPages, cancellation)
                    )
                )
                .ConfigureAwait(false)
        );

    /// <summary>
    /// Jobs in any of the states (none: in all), newest first. A GitLab that does not know one of the states answers 400 without saying
    /// which: then each is requested alone, and a rejected one is a state that no job of that GitLab has.
    /// </summary>
    private async Task<CiAnswer<CiJob>> JobsAsync(
        string path,
        IReadOnlyList<string> states,
        string more,
        int maxPages,
        CancellationToken cancellation
    )
    {
        var answer = await ListAsync(states).ConfigureAwait(false);
        if (answer.Refused != HttpStatusCode.BadRequest || states.Count < 2)
            return answer;
        var single = await Task.WhenAll(states.Select(state => ListAsync([state]))).ConfigureAwait(false);
        var known = single.Where(one => one.Refused != HttpStatusCode.BadRequest).ToList();
        return known.Count > 0 ? CiAnswer<CiJob>.Together(known) : answer;

        Task<CiAnswer<CiJob>> ListAsync(IReadOnlyList<string> some) =>
            Api.ListAsync(
                path,
                $"{string.Join('&', some.Select(state => $"scope%5B%5D={state}"))}{more}",
                json => Filter.Mark(CiJob.ReadGitLab(json), cancellation),
                maxPages,
                cancellation
            );
    }

    private SourceAnswer Running(IReadOnlyList<CiJob> jobs) =>
        SourceAnswer.Of(Name, SourceState.Running, jobs.Select(job => (job.Evidence(GitLabStates.Note(job.Status)), job.WebUrl)));
}
