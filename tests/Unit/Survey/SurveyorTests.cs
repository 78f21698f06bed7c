using System.Net;
using System.Text.RegularExpressions;
using Helmstuck.Config;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Kube.Client;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Survey;

public sealed class SurveyorTests
{
    private static CheckState State(Review review, string id) => review.Find(id)!.State;

    [Fact]
    public async Task A_review_fills_in_and_ends_complete()
    {
        using var scene = new RecoveryScene();
        var arrived = new List<Review>();
        var review = await scene.Surveyor.ReviewAsync("gitlab", "gitlab-cny", new ReviewOptions(), arrived.Add, CancellationToken.None);
        Assert.True(arrived.Count > 3);
        Assert.All(arrived.SkipLast(1), partial => Assert.False(partial.ReadAt is not null && partial.Loading.Count > 0));
        Assert.Empty(review.Loading);
        Assert.NotNull(review.ReadAt);
        Assert.Equal(
            ["pass", "pass", "unknown", "pass", "pass", "pass", "pass"],
            review.Checks.Select(check => ReviewText.Of(check.State))
        );
        Assert.Equal(3, review.Workloads.Count);
        Assert.Equal(RecommendedAction.Delete, review.Recommendation!.Action);
        Assert.Empty(scene.Api.Mutations);
    }

    [Fact]
    public async Task Only_the_stuck_record_and_its_base_are_downloaded()
    {
        using var scene = new RecoveryScene();
        await scene.ReviewAsync();
        Assert.Equal(["v1233", "v1234"], scene.Api.Requests.Where(IsPayload).Select(request => request.Path[^5..]).Order());
        await scene.ReviewAsync();
        Assert.Equal(2, scene.Api.Requests.Count(IsPayload));

        static bool IsPayload(Sent request) => !request.MetadataOnly && request.Path.Contains("/secrets/", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployments_that_may_not_be_read_are_unknown_and_never_healthy()
    {
        using var scene = new RecoveryScene();
        scene.Api.Forbid("deployments");
        var review = await scene.ReviewAsync();
        Assert.Equal(CheckState.Unknown, State(review, WorkloadsCheck.Id));
        Assert.Equal(CheckState.Unknown, State(review, HelmIdleCheck.Id));
        Assert.All(review.Workloads, workload => Assert.Equal(Helmstuck.Health.WorkloadVerdict.Unknown, workload.Verdict));
        Assert.NotEmpty(review.Workloads);
    }

    [Fact]
    public async Task Autoscalers_that_may_not_be_read_leave_the_strict_rule()
    {
        using var scene = new RecoveryScene();
        scene.Api.Forbid("horizontalpodautoscalers");
        var review = await scene.ReviewAsync();
        Assert.Equal(CheckState.Fail, State(review, WorkloadsCheck.Id));
    }

    [Fact]
    public async Task Secrets_that_may_not_be_read_are_one_unknown_check()
    {
        using var scene = new RecoveryScene();
        scene.Api.Forbid("secrets");
        var review = await scene.ReviewAsync();
        Assert.Null(review.Record);
        Assert.Equal(CheckState.Unknown, Assert.Single(review.Checks).State);
        Assert.Contains("secrets is forbidden", Assert.Single(review.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_cannot_be_asked_is_unknown()
    {
        using var scene = new RecoveryScene();
        scene.Api.Before = request =>
            Task.FromResult(
                request.Path.Contains("selfsubjectaccessreviews", StringComparison.Ordinal)
                    ? ApiSpy.Refusal(HttpStatusCode.InternalServerError, "InternalError", "webhook is away")
                    : null
            );
        Assert.Equal(CheckState.Unknown, State(await scene.ReviewAsync(), PermissionsCheck.Id));
    }

    [Fact]
    public async Task A_clock_that_is_off_does_not_matter()
    {
        using var scene = new RecoveryScene();
        // The server's answers carry its own time; ours is five hours behind it.
        scene.Api.Before = null;
        var skewed = new HandClock { Now = scene.Clock.Now.AddHours(-5) };
        using var client = new KubeClient(scene.Client.Target, scene.Api, skewed);
        var review = await new Surveyor(client, Composition.Options(new Settings(), StorageDriver.Secret), skewed).ReviewAsync(
            "gitlab",
            "gitlab-cny",
            new ReviewOptions(),
            static _ => { },
            CancellationToken.None
        );
        Assert.Equal(CheckState.Pass, State(review, HelmIdleCheck.Id));
        Assert.Equal("Helm has written nothing for 49m", review.Find(HelmIdleCheck.Id)!.Summary);
        Assert.Contains(review.Find(HelmIdleCheck.Id)!.Evidence, line => line.Contains("behind the server's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_corrupt_newest_record_is_under_review_itself()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed");
        await scene.SeedAsync(new SeedRecord("default", "web", 2, "pending-upgrade") { EncodedPayload = "bm90aGluZw==" });
        var review = await scene.ReviewAsync("web", "default");
        Assert.Equal(2, review.Record!.Revision);
        Assert.Equal(CheckState.Warn, State(review, RecordCheck.Id));
        Assert.Equal(VerdictOutcome.Refused, review.Outlook!.Now.Upgrade.Outcome);
        Assert.Equal(CheckState.Pass, State(review, UnlocksCheck.Id));
    }

    [Fact]
    public async Task Why_there_is_no_such_release_is_said_in_one_line()
    {
        using var scene = new RecoveryScene();
        Task<string> Why(string ns, string release) => scene.Surveyor.Absences.WhyNoReleaseAsync(ns, release, CancellationToken.None);
        Assert.Contains("namespaces \"nowhere\" not found", await Why("nowhere", "web"), StringComparison.Ordinal);
        Assert.Equal("error: release \"web\" not found in namespace default", await Why("default", "web"));
        await scene.SeedAsync(new SeedRecord("default", "web", 1, "deployed") { Driver = "configmap" });
        Assert.Contains("add --driver configmap", await Why("default", "web"), StringComparison.Ordinal);
        scene.Api.Forbid("namespaces/default");
        Assert.Contains("could not check whether", await Why("default", "web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_labels_that_takes_the_next_name_is_found()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed");
        await scene.SeedAsync(
            new SeedRecord("default", "web", 2, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["name"] = null } }
        );
        var review = await scene.ReviewAsync("web", "default");
        Assert.Equal(1, review.Record!.Revision);
        Assert.Equal(HelmErrorText.Exists, review.Outlook!.Now.Upgrade.Error);
        Assert.Equal(RecommendedAction.Investigate, review.Recommendation!.Action);
        Assert.Contains("sh.helm.release.v1.web.v2", review.Recommendation.Reasons[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "warn", "whether the API server serves every kind of the manifests is not known: ")]
    [InlineData(HttpStatusCode.NotFound, "fail", "Widget opt (example.com/v1)")]
    public async Task A_group_that_does_not_answer_is_not_one_that_is_not_there(HttpStatusCode code, string state, string words)
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync(new SeedRecord("default", "web", 1, "deployed") { Manifest = SeededHistory.Manifests["unserved"] });
        await scene.SeedAsync(new SeedRecord("default", "web", 2, "pending-upgrade"));
        scene.Api.Before = request =>
            Task.FromResult(request.Path == "/apis/example.com/v1" ? ApiSpy.Refusal(code, code.ToString(), "the server is away") : null);
        var unlocks = (await scene.ReviewAsync("web", "default")).Find(UnlocksCheck.Id)!;
        Assert.Equal(state, ReviewText.Of(unlocks.State));
        Assert.Contains(words, unlocks.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ci_sources_are_left_in_peace_between_two_looks_that_nobody_asked_for()
    {
        using var scene = new RecoveryScene();
        var source = new CountingSource();
        var surveyor = new Surveyor(
            scene.Client,
            Composition.Options(new Settings(), StorageDriver.Secret) with
            {
                CiSources = [source],
            },
            scene.Clock
        );
        async Task<Check> Look(bool unasked) =>
            (
                await surveyor.ReviewAsync(
                    "gitlab",
                    "gitlab-cny",
                    new ReviewOptions { Unasked = unasked },
                    static _ => { },
                    CancellationToken.None
                )
            ).Find(CiJobsCheck.Id)!;

        var began = scene.Clock.Now;
        Assert.Equal((CheckState.Pass, began), ((await Look(true)).State, (await Look(true)).At!.Value));
        Assert.Equal(1, source.Asked);
        scene.Clock.Now += TimeSpan.FromSeconds(6);
        // The answer stays as old as it is: nothing is decided by it without asking again.
        var old = await surveyor.ReviewAsync(
            "gitlab",
            "gitlab-cny",
            new ReviewOptions { Unasked = true },
            static _ => { },
            CancellationToken.None
        );
        Assert.Equal(began, old.Find(CiJobsCheck.Id)!.At);
        Assert.False(old.IsFresh(Remedy.Delete, scene.Clock.Now));
        Assert.Equal(1, source.Asked);
        await Look(false);
        Assert.Equal(2, source.Asked);
        scene.Clock.Now += CiReader.Rest;
        await Look(true);
        Assert.Equal(3, source.Asked);
    }

    private sealed class CountingSource : ICiSource
    {
        public int Asked { get; private set; }

        public string Name => "ops";

        public Regex? Contexts => null;

        public bool? IsDeploy(RunnerJob job) => null;

        public Task<SourceAnswer> AskAsync(CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(new SourceAnswer(Name, SourceState.Idle, ["nothing runs"]));
        }
    }
}
