using System.Net;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Unit.Survey;

/// <summary>What is told of a watch, where the next one continues, and how long is waited in between.</summary>
public sealed class FollowerTests
{
    private readonly WatchTime _time = new();
    private readonly FakeApi _api = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task Changes_are_told_and_the_next_watch_continues_after_the_last()
    {
        Watch(TimeSpan.FromMinutes(5), Event("ADDED", "web", 1, "7"), Event("MODIFIED", "api", 4, "9"), Bookmark("12"));
        Watch(TimeSpan.FromMinutes(5), Event("DELETED", "web", 1, "15"));
        Gone();
        await FollowAsync("5");
        Assert.Equal(["Live", "Changed gitlab/web gitlab/api 12", "Live", "Changed gitlab/web 15", "Expired"], _told);
        Assert.Equal(["5", "12", "15"], Versions());
        Assert.All(
            _api.Sent,
            sent =>
            {
                Assert.Contains("/namespaces/gitlab/secrets?watch=1&allowWatchBookmarks=true", sent.Url, StringComparison.Ordinal);
                Assert.Contains("labelSelector=owner%3Dhelm", sent.Url, StringComparison.Ordinal);
                Assert.EndsWith("&timeoutSeconds=300", sent.Url, StringComparison.Ordinal);
                Assert.Contains("PartialObjectMetadata", sent.Headers["Accept"], StringComparison.Ordinal);
            }
        );
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task A_resourceVersion_that_is_too_old_ends_it_by_an_answer_and_by_an_event()
    {
        Gone();
        await FollowAsync("5");
        Watch(
            TimeSpan.Zero,
            """{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old"}}"""
        );
        await FollowAsync("5");
        Assert.Equal(["Expired", "Live", "Expired"], _told);
    }

    [Fact]
    public async Task A_forbidden_watch_is_asked_for_less_and_less_often()
    {
        for (var i = 0; i < 12; i++)
            _api.Answer(HttpStatusCode.Forbidden, """{"kind":"Status","reason":"Forbidden","message":"secrets is forbidden"}""");
        Gone();
        await FollowAsync("5");
        Assert.Equal(12, _told.Count(line => line.StartsWith("Unwatchable", StringComparison.Ordinal)));
        AssertGrowing(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_server_that_answers_with_errors_is_spared()
    {
        for (var i = 0; i < 8; i++)
            _api.Answer(HttpStatusCode.ServiceUnavailable, """{"kind":"Status","message":"not yet"}""");
        Gone();
        await FollowAsync("5");
        Assert.Equal(8, _told.Count(line => line.StartsWith("Lost", StringComparison.Ordinal)));
        AssertGrowing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_every_two_seconds_and_nothing_is_missed()
    {
        Watch(TimeSpan.FromMinutes(2), Event("ADDED", "web", 1, "7"));
        for (var i = 0; i < 6; i++)
            _api.Break(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        Watch(TimeSpan.FromMinutes(2), Event("MODIFIED", "web", 1, "8"));
        Gone();
        await FollowAsync("5");
        AssertGrowing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal(["5", .. Enumerable.Repeat("7", 7), "8"], Versions());
    }

    [Fact]
    public async Task A_watch_that_is_cut_at_once_each_time_is_given_up()
    {
        for (var i = 0; i < 4; i++)
            Watch(TimeSpan.Zero);
        Gone();
        await FollowAsync("5");
        // Only the first counts as live at once: the screen does not say live and polling in turn.
        Assert.Equal(
            ["Live", "Unwatchable the watch is cut off each time", "Unwatchable the watch is cut off each time", "Expired"],
            _told
        );
    }

    [Fact]
    public async Task A_proxy_that_answers_with_a_page_is_none_that_can_be_watched_through()
    {
        _api.Answer("<html>Please log in</html>");
        Gone();
        await FollowAsync("5");
        Assert.Contains(_told, line => line.StartsWith("Unwatchable", StringComparison.Ordinal));
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_never_the_same_for_all()
    {
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 7).Select(failures => Pause(failures, jitter: 0).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(6), Pause(4, jitter: 1));
        Assert.Equal(TimeSpan.FromSeconds(30), Pause(int.MaxValue, jitter: 0));

        static TimeSpan Pause(int failures, double jitter) =>
            GrowingPause.After(failures, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter);
    }

    private async Task FollowAsync(string version)
    {
        using var client = _api.Client();
        var follower = new Follower(client, WatchedObjects.Records(new RecordReader(client, StorageDriver.Secret)), _time);
        await follower.FollowAsync("gitlab", version, Told, CancellationToken.None);
    }

    private void Told(FollowNews news) =>
        _told.Add(
            news switch
            {
                FollowNews.Changed changed => $"Changed {string.Join(' ', changed.Releases.Select(Name))} {changed.ResourceVersion}",
                FollowNews.Lost lost => $"Lost {lost.Why}",
                FollowNews.Unwatchable unwatchable => $"Unwatchable {unwatchable.Why}",
                _ => news.GetType().Name,
            }
        );

    private static string Name(ReleaseName release) => $"{release.Namespace}/{release.Release}";

    /// <summary>Each pause is the one before, doubled and jittered, until the longest.</summary>
    private void AssertGrowing(TimeSpan first, TimeSpan longest)
    {
        Assert.NotEmpty(_time.Pauses);
        for (var i = 0; i < _time.Pauses.Count; i++)
        {
            var whole = TimeSpan.FromSeconds(Math.Min(first.TotalSeconds * Math.Pow(2, i), longest.TotalSeconds));
            Assert.InRange(_time.Pauses[i], whole * 0.75, whole);
        }
    }

    private string[] Versions() => [.. _api.Sent.Select(sent => sent.Url.Split("resourceVersion=")[1].Split('&')[0])];

    /// <summary>A watch that lasts so long and then ends as watches do.</summary>
    private void Watch(TimeSpan lasts, params string[] lines) =>
        _api.Answer(HttpStatusCode.OK, string.Join('\n', lines), _ => _time.Elapse(lasts));

    private void Gone() => _api.Answer(HttpStatusCode.Gone, """{"kind":"Status","reason":"Expired","code":410,"message":"too old"}""");

    private static string Bookmark(string version) =>
        new JsonObject
        {
            ["type"] = "BOOKMARK",
            ["object"] = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version } },
        }.ToJsonString();

    private static string Event(string type, string release, int revision, string version) =>
        new JsonObject
        {
            ["type"] = type,
            ["object"] = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"sh.helm.release.v1.{release}.v{revision}",
                    ["namespace"] = "gitlab",
                    ["resourceVersion"] = version,
                    ["labels"] = new JsonObject
                    {
                        ["owner"] = "helm",
                        ["name"] = release,
                        ["status"] = "pending-upgrade",
                        ["version"] = $"{revision}",
                    },
                },
            },
        }.ToJsonString();

    /// <summary>Pauses are over at once, and are remembered; the limits of a watch are never reached.</summary>
    private sealed class WatchTime : TimeProvider
    {
        private static readonly TimeSpan[] Limits =
        [
            Timeout.InfiniteTimeSpan,
            TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(310),
        ];

        private long _ticks;

        public List<TimeSpan> Pauses { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += 7;

        public void Elapse(TimeSpan time) => _ticks += time.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Limits.Contains(dueTime))
                return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
            Pauses.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
