using System.Globalization;
using System.Net;

namespace Helmstuck.Pipelines;

/// <summary>Asks whether workflows of a GitHub repository that pass the filters are running or waiting to run.</summary>
/// <param name="options">
/// Its address is that of the API: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> for GitHub Enterprise Server; the place is
/// <c>owner/name</c>; a workflow is named by its name or its file.
/// </param>
internal sealed class GitHubSource(CiServerOptions options, Func<string, string?> environment, TimeProvider? time = null)
    : CiServerSource(options, Endpoint(options), environment, time)
{
    /// <summary>GitHub lists at most 1,000 runs of one status.</summary>
    private const int MaxPages = 10;

    /// <summary>Failed runs whose jobs are read one by one.</summary>
    private const int MaxFailedRuns = 20;

    public override bool? IsDeploy(RunnerJob job) => null;

    private static CiEndpoint Endpoint(CiServerOptions options) =>
        new()
        {
            Server = options,
            Root = $"repos/{string.Join('/', options.Place.Split('/').Select(Uri.EscapeDataString))}/actions",
            Kind = "repository",
            Listed = "workflow runs",
            Permission = "Actions: read",
            TokenHeader = "Authorization",
            TokenPrefix = "Bearer ",
            MediaType = "application/vnd.github+json",
        };

    protected override async Task<SourceAnswer> AnswerAsync(CancellationToken cancellation)
    {
        // A status that GitHub adds later cannot be requested: such a run is among the newest ones.
        var asked = WithEachAsync(GitHubStates.Active, MaxPages, cancellation);
        var newest = await RunsAsync("", 1, cancellation).ConfigureAwait(false);
        var active = await asked.ConfigureAwait(false);
        return NamingOwn(
            await AnswerAsync(WithoutOwn(active), WithoutOwn(newest), cancellation).ConfigureAwait(false),
            active.Items.Concat(newest.Items),
            "the run of this job itself, none of whose jobs counts"
        );
    }

    private async Task<SourceAnswer> AnswerAsync(CiAnswer<CiJob> active, CiAnswer<CiJob> newest, CancellationToken cancellation)
    {
        var runs = active.Items.Concat(newest.Items).DistinctBy(run => run.Id).Where(run => GitHubStates.IsActive(run.Status)).ToList();
        // A deploy that was found is running, even if a later request fails.
        if (runs.Where(run => run.IsDeploy is true).ToList() is { Count: > 0 } deploys)
            return SourceAnswer.Of(
                Name,
                SourceState.Running,
                deploys.Select(run => (run.Evidence(GitHubStates.Note(run.Status)), run.WebUrl))
            );
        if ((active.Failure ?? newest.Failure) is { } failure)
            return Unknown(failure);
        if (!active.Complete)
            return Unknown(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Options.Place} has more than {runs.Count} workflow runs that run or wait; no run that was read matches"
                )
            );
        if (runs.Any(run => run.IsDeploy is null))
            return Unknown(Filter.Undecided);

        // The newest runs of each conclusion: an old run may have ended just now.
        var ended = newest.Complete ? newest : await WithEachAsync(GitHubStates.CutOff, 1, cancellation).ConfigureAwait(false);
        if (ended.Failure is { } trouble)
            return Unknown(trouble);
        var (cut, unread) = await CutOffAsync(
                [.. newest.Items.Concat(ended.Items).DistinctBy(run => run.Id)],
                newest.At ?? Time.GetUtcNow(),
                cancellation
            )
            .ConfigureAwait(false);
        return unread is not null ? Unknown(unread)
            : cut.Count > 0 ? SourceAnswer.Of(Name, SourceState.Caution, cut)
            : new SourceAnswer(
                Name,
                SourceState.Idle,
                [$"no workflow{Filter.Words} is running or waiting in {Options.Place} ({SourceAnswer.Others(runs.Count, "run")})"]
            );
    }

    /// <summary>Deploys that were interrupted a short while ago; or why they are not known.</summary>
    private async Task<(IReadOnlyList<(string Line, string Link)> Cut, string? Failure)> CutOffAsync(
        IReadOnlyList<CiJob> runs,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        // GitHub gives every run the time of its last change.
        var recent = runs.Where(run => run.IsDeploy is not false && run.EndedAt >= now - Options.IdleAfter).ToList();
        var failed = recent.Where(run => run.Reason == GitHubStates.Failure).ToList();
        if (recent.Any(run => run.IsDeploy is null))
            return ([], Filter.Undecided);
        if (failed.Count > MaxFailedRuns)
            return (
                [],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{failed.Count} workflow runs of {Options.Place} failed a short while ago; their jobs were not read"
                )
            );
        var causes = await Task.WhenAll(failed.Select(run => CauseOfFailureAsync(run, cancellation))).ConfigureAwait(false);
        return (
            [
                .. recent
                    .Select(run => (Run: run, Cause: GitHubStates.Cause(run)))
                    .Concat(failed.Zip(causes, (run, found) => (Run: run, found.Cause)))
                    .Where(pair => pair.Cause is not null)
                    .Select(pair => (pair.Run.EndedEvidence(pair.Cause!, now), pair.Run.WebUrl)),
            ],
            causes.Select(found => found.Failure).FirstOrDefault(reason => reason is not null)
        );
    }

    /// <summary>What interrupted a job of a failed run; null if each job ended by itself.</summary>
    private async Task<(string? Cause, string? Failure)> CauseOfFailureAsync(CiJob run, CancellationToken cancellation)
    {
        var jobs = await Api.ListAsync(
                string.Create(CultureInfo.InvariantCulture, $"runs/{run.Id}/jobs"),
                "",
                CiJob.ReadGitHubJobs,
                MaxPages,
                cancellation
            )
            .ConfigureAwait(false);
        var cause = jobs.Items.Select(GitHubStates.Cause).FirstOrDefault(found => found is not null);
        return cause is not null || (jobs.Failure is null && jobs.Complete)
            ? (cause, null)
            : (null, jobs.Failure ?? $"a failed workflow run of {Options.Place} has too many jobs to read");
    }

    /// <summary>
    /// Runs with any of the values: GitHub accepts one status or conclusion at a time. An older server rejects one that it does not know
    /// (422); none of its runs has that one.
    /// </summary>
    private async Task<CiAnswer<CiJob>> WithEachAsync(IReadOnlyList<string> values, int maxPages, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(values.Select(value => RunsAsync($"status={value}", maxPages, cancellation)))
            .ConfigureAwait(false);
        var known = answers.Where(answer => answer.Refused != HttpStatusCode.UnprocessableEntity).ToList();
        return CiAnswer<CiJob>.Together(known.Count > 0 ? known : answers);
    }

    private Task<CiAnswer<CiJob>> RunsAsync(string query, int maxPages, CancellationToken cancellation) =>
        Api.ListAsync("runs", query, json => Filter.Mark(CiJob.ReadGitHubRuns(json), cancellation), maxPages, cancellation);
}
