using System.Net;
using Helmstuck.Health;
using Helmstuck.Survey;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Survey;

/// <summary>Which workloads are watched, and what is told of them.</summary>
public sealed class WorkloadFollowerTests
{
    private readonly FakeApi _api = new();

    private static string Event(string name, string version) =>
        """{"type":"MODIFIED","object":{"kind":"PartialObjectMetadata","metadata":{"namespace":"gitlab","""
        + $"\"name\":\"{name}\",\"resourceVersion\":\"{version}\"}}}}}}";

    /// <summary>Follows the workloads of a review until a change is told.</summary>
    private async Task FollowAsync(params WorkloadHealth[] workloads)
    {
        using var scene = new RecoveryScene();
        var review = await scene.ReviewAsync() with { Workloads = workloads };
        using var client = _api.Client();
        using var told = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new WorkloadFollower(client, new ImpatientTime()).FollowAsync(review, told.Cancel, told.Token)
        );
        Assert.True(told.IsCancellationRequested);
    }

    [Fact]
    public async Task One_workload_of_a_kind_is_watched_by_its_name_with_what_is_there_first()
    {
        _api.Hold(Event("web", "7") + "\n");
        await FollowAsync(WorkloadJudge.Missing("Deployment", "gitlab", "web"));
        var sent = Assert.Single(_api.Sent);
        Assert.Contains("/apis/apps/v1/namespaces/gitlab/deployments?watch=1&allowWatchBookmarks=true", sent.Url, StringComparison.Ordinal);
        Assert.Contains("fieldSelector=metadata.name%3Dweb&resourceVersion=0", sent.Url, StringComparison.Ordinal);
        Assert.Contains("PartialObjectMetadata", sent.Headers["Accept"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_is_forbidden_or_about_others_tells_nothing()
    {
        _api.Answer(HttpStatusCode.Forbidden, """{"kind":"Status","reason":"Forbidden","message":"no"}""");
        _api.Answer(Event("somebody-elses", "7"));
        _api.Hold(Event("api", "9") + "\n");
        await FollowAsync(WorkloadJudge.Missing("Deployment", "gitlab", "web"), WorkloadJudge.Missing("Deployment", "gitlab", "api"));
        Assert.DoesNotContain(_api.Sent, sent => sent.Url.Contains("fieldSelector", StringComparison.Ordinal));
        Assert.Equal(["0", "0", "7"], _api.Sent.Select(sent => sent.Url.Split("resourceVersion=")[1].Split('&')[0]));
    }

    [Fact]
    public async Task Kinds_that_need_discovery_are_left_to_the_periodic_read()
    {
        using var scene = new RecoveryScene();
        var review = await scene.ReviewAsync() with
        {
            Workloads =
            [
                WorkloadJudge.Missing("Rollout", "gitlab", "web"),
                WorkloadJudge.Missing("StatefulSet", "gitlab", "db"),
                WorkloadJudge.Missing("Deployment", "gitlab", "web"),
            ],
        };
        Assert.Equal("Deployment/gitlab/web StatefulSet/gitlab/db", WorkloadFollower.Scope(review));
    }
}
