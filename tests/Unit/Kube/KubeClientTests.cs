using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Kube;

public sealed class KubeClientTests
{
    private const string Secret =
        """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"ns","uid":"u","resourceVersion":"7"}}""";

    [Fact]
    public async Task Metadata_is_listed_in_pages_of_500_and_consistently_rule_42()
    {
        using var api = new FakeApi()
            .Answer(
                """
                {"kind":"PartialObjectMetadataList","metadata":{"resourceVersion":"9","continue":"c1"},
                  "items":[{"metadata":{"name":"a","namespace":"ns"}}]}
                """
            )
            .Answer(
                """
                {"kind":"PartialObjectMetadataList","metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b",
                  "namespace":"ns"}}]}
                """
            );
        using var client = api.Client();
        var list = (
            await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions { LabelSelector = "owner=helm" }, default)
        ).ValueOrDefault!;
        Assert.Equal(["a", "b"], list.Items.Select(item => item.Name));
        Assert.Equal(("9", false), (list.ResourceVersion, list.FromCache));
        Assert.Equal(
            [
                "https://api.example:6443/api/v1/namespaces/ns/secrets?labelSelector=owner%3Dhelm&limit=500",
                "https://api.example:6443/api/v1/namespaces/ns/secrets?labelSelector=owner%3Dhelm&limit=500&continue=c1",
            ],
            api.Sent.Select(request => request.Url)
        );
        Assert.Equal(
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json",
            api.Sent[0].Headers["Accept"].Replace(" ", "", StringComparison.Ordinal).Replace("|", ",", StringComparison.Ordinal)
        );
        Assert.StartsWith("kubectl-helmstuck/", api.Sent[0].Headers["User-Agent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.NotAcceptable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Proxy_that_refuses_metadata_alone_gets_one_retry_with_plain_JSON_and_a_notice(HttpStatusCode code)
    {
        const string Whole =
            """{"kind":"SecretList","metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"a","namespace":"ns"},"data":{"x":"eQ=="}}]}""";
        using var api = new FakeApi().Answer(code, "no such format").Answer(Whole).Answer(Whole).Answer(Secret);
        using var client = api.Client();
        var notices = new List<string>();
        client.Notice = notices.Add;
        for (var i = 0; i < 2; i++)
            Assert.Equal(
                ["a"],
                (await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).ValueOrDefault!.Items.Select(
                    item => item.Name
                )
            );
        Assert.Equal("x", (await client.GetMetadataAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault!.Name);
        Assert.Equal(
            [
                $"Warning: api.example:6443 refuses a request for metadata alone with {(int)code}: whole objects are read instead, which "
                    + "takes longer",
            ],
            notices
        );
        Assert.Equal(["application/json"], api.Sent.Skip(1).Select(request => request.Headers["Accept"]).Distinct());
    }

    [Fact]
    public async Task Refusal_of_plain_JSON_as_well_is_the_first_one_and_is_not_remembered()
    {
        using var api = new FakeApi()
            .Answer(HttpStatusCode.BadRequest, """{"kind":"Status","status":"Failure","reason":"BadRequest","message":"bad selector"}""")
            .Answer(HttpStatusCode.BadRequest, "")
            .Answer("""{"kind":"PartialObjectMetadataList","metadata":{"resourceVersion":"9"},"items":[]}""");
        using var client = api.Client();
        client.Notice = line => Assert.Fail(line);
        var refused = await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default);
        Assert.Equal("Error from server (BadRequest): bad selector", refused.Error!.Message);
        Assert.NotNull((await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).ValueOrDefault);
        Assert.Contains("PartialObjectMetadataList", api.Sent[2].Headers["Accept"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_cache_means_resourceVersion_0_and_no_limit()
    {
        using var api = new FakeApi().Answer("""{"kind":"SecretList","metadata":{"resourceVersion":"9"},"items":null}""");
        using var client = api.Client();
        var list = await client.ListMetadataAsync(ResourceType.Secrets, null, new ListOptions { FromCache = true }, default);
        Assert.True(list.ValueOrDefault!.FromCache);
        Assert.EndsWith("/api/v1/secrets?resourceVersion=0", api.Sent.Single().Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_continue_token_starts_one_whole_list_rule_40()
    {
        using var api = new FakeApi()
            .Answer("""{"kind":"SecretList","metadata":{"continue":"c1"},"items":[{"metadata":{"name":"old","namespace":"ns"}}]}""")
            .Answer(
                HttpStatusCode.Gone,
                """
                {"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"m","metadata":{"continue":"inconsistent"}}
                """
            )
            .Answer("""{"kind":"SecretList","metadata":{"resourceVersion":"11"},"items":[{"metadata":{"name":"new","namespace":"ns"}}]}""");
        using var client = api.Client();
        var list = (await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).ValueOrDefault!;
        Assert.Equal(["new"], list.Items.Select(item => item.Name));
        Assert.EndsWith("/secrets", api.Sent[2].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_a_list_get_their_kind_back()
    {
        using var api = new FakeApi().Answer(
            """
            {"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{},"items":[{"metadata":{"name":"web","namespace":"ns"},
              "spec":{"replicas":3}}]}
            """
        );
        using var client = api.Client();
        var found = Assert.Single((await client.ListAsync(ResourceType.Deployments, "ns", new ListOptions(), default)).ValueOrDefault!);
        Assert.Equal(
            ("apps/v1", "Deployment", "web", 3L),
            (found.ApiVersion, found.Kind, found.Meta.Name, found.Json.Number("spec", "replicas"))
        );
    }

    [Fact]
    public async Task Delete_always_carries_its_options_and_preconditions()
    {
        using var api = new FakeApi().Answer("""{"kind":"Status","status":"Success","details":{"name":"x","uid":"u"}}""").Answer(Secret);
        using var client = api.Client();
        Assert.Equal(
            new DeleteAnswer("u", false),
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, "ns", "x"),
                    new Preconditions("u", "7"),
                    DryRun.None,
                    default
                )
            ).ValueOrDefault
        );
        Assert.Equal(
            new DeleteAnswer("u", false),
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, "ns", "x"),
                    new Preconditions("u", "7"),
                    DryRun.Server,
                    default
                )
            ).ValueOrDefault
        );
        Assert.Equal(("DELETE", "https://api.example:6443/api/v1/namespaces/ns/secrets/x"), (api.Sent[0].Method, api.Sent[0].Url));
        Assert.Equal("""{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"u","resourceVersion":"7"}}""", api.Sent[0].Body);
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"u","resourceVersion":"7"},"dryRun":["All"]}""",
            api.Sent[1].Body
        );
        Assert.EndsWith("?dryRun=All", api.Sent[1].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_and_replace_send_the_object_as_given()
    {
        using var api = new FakeApi().Answer(HttpStatusCode.Created, Secret).Answer(Secret);
        using var client = api.Client();
        await client.CreateAsync(ResourceType.Secrets, "ns", Encoding.UTF8.GetBytes(Secret), DryRun.Server, default);
        await client.ReplaceAsync(new ObjectAddress(ResourceType.Secrets, "ns", "x"), Encoding.UTF8.GetBytes(Secret), DryRun.None, default);
        Assert.Equal(("POST", Secret), (api.Sent[0].Method, api.Sent[0].Body));
        Assert.Contains("dryRun=All", api.Sent[0].Url, StringComparison.Ordinal);
        Assert.Equal(("PUT", Secret), (api.Sent[1].Method, api.Sent[1].Body));
        Assert.DoesNotContain("dryRun", api.Sent[1].Url, StringComparison.Ordinal);
        Assert.StartsWith("application/json", api.Sent[1].Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_is_byte_for_byte()
    {
        const string odd = """{ "metadata" : {"name":"x","namespace":"ns"}, "n": 1.50, "big": 12345678901234567890123 }""";
        using var api = new FakeApi().Answer(odd);
        using var client = api.Client();
        Assert.Equal(odd, Encoding.UTF8.GetString((await client.GetRawAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault!));
    }

    [Fact]
    public async Task Gzip_is_asked_for_and_counted_as_it_came_rule_21()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Secret + new string(' ', 100_000)));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var api = new FakeApi().Answer(content).Answer(Secret);
        using var client = api.Client();
        Assert.Equal("x", (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault!.Meta.Name);
        Assert.Equal(packed.Length, client.BytesReceived);
        Assert.Equal("gzip", api.Sent[0].Headers["Accept-Encoding"]);
        using var plain = api.Client(client.Target with { DisableCompression = true });
        await plain.GetAsync(ResourceType.Secrets, "ns", "x", default);
        Assert.False(api.Sent[1].Headers.ContainsKey("Accept-Encoding"));
    }

    [Fact]
    public async Task Reads_wait_as_the_server_says_and_try_again_rule_39()
    {
        using var api = new FakeApi()
            .Answer(
                HttpStatusCode.TooManyRequests,
                "{}",
                answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(2))
            )
            .Answer(
                HttpStatusCode.ServiceUnavailable,
                "{}",
                answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3))
            )
            .Break(new HttpRequestException(HttpRequestError.ResponseEnded, "ended"))
            .Answer(Secret);
        var time = new ImpatientTime();
        using var client = api.Client(time: time);
        Assert.Equal("x", (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault!.Meta.Name);
        Assert.Equal([2, 3, 1], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Retries_end()
    {
        using var api = new FakeApi();
        for (var i = 0; i < 20; i++)
            api.Break(new HttpRequestException(HttpRequestError.ResponseEnded, "ended"));
        using var client = api.Client(time: new ImpatientTime());
        var error = (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).Error!;
        Assert.Equal(
            (KubeErrorKind.Unreachable, "Unable to connect to the server: EOF", true),
            (error.Kind, error.Message, error.CertainlyNotApplied)
        );
        Assert.Equal(11, api.Sent.Count);
    }

    [Fact]
    public async Task Server_error_without_Retry_After_is_not_tried_again()
    {
        using var api = new FakeApi().Answer(HttpStatusCode.InternalServerError, "{}");
        using var client = api.Client(time: new ImpatientTime());
        Assert.Equal(KubeErrorKind.Server, (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).Error!.Kind);
        Assert.Single(api.Sent);
    }

    [Fact]
    public async Task Mutation_that_may_have_arrived_is_never_sent_again()
    {
        var preconditions = new Preconditions("u", "7");
        foreach (
            var (api, certain) in ((FakeApi, bool)[])
                [
                    (new FakeApi().Break(new HttpRequestException(HttpRequestError.ResponseEnded, "ended")), false),
                    (new FakeApi().Break(new HttpRequestException(HttpRequestError.ConnectionError, "refused")), true),
                    (
                        new FakeApi().Answer(
                            HttpStatusCode.ServiceUnavailable,
                            "{}",
                            answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1))
                        ),
                        false
                    ),
                    (new FakeApi().Answer(HttpStatusCode.GatewayTimeout, "{}"), false),
                    (new FakeApi().Answer(HttpStatusCode.Forbidden, """{"kind":"Status","status":"Failure","code":403}"""), true),
                    (new FakeApi().Answer(HttpStatusCode.Conflict, """{"kind":"Status","status":"Failure","reason":"Conflict"}"""), true),
                    (new FakeApi().Answer(HttpStatusCode.Forbidden, "{}"), false),
                    (new FakeApi().Answer(HttpStatusCode.Conflict, """{"kind":"Status","status":"Success"}"""), false),
                    (new FakeApi().Answer(HttpStatusCode.Forbidden, """{"kind":"Status","status":"Failure","code":500}"""), false),
                    (new FakeApi().Answer(HttpStatusCode.Found, """{"kind":"Status","status":"Failure","code":403}"""), false),
                    (new FakeApi().Answer("this is no JSON"), false),
                ]
        )
        {
            using (api)
            using (var client = api.Client(time: new ImpatientTime()))
            {
                var error = (
                    await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, "ns", "x"), preconditions, DryRun.None, default)
                ).Error!;
                Assert.Equal(certain, error.CertainlyNotApplied);
                Assert.Single(api.Sent);
            }
        }
    }

    [Fact]
    public async Task Mutation_that_was_turned_away_at_the_door_waits_and_is_sent()
    {
        using var api = new FakeApi()
            .Answer(
                HttpStatusCode.TooManyRequests,
                "{}",
                answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1))
            )
            .Answer("""{"kind":"Status","status":"Success"}""");
        using var client = api.Client(time: new ImpatientTime());
        Assert.Null(
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, "ns", "x"),
                    new Preconditions("u", "7"),
                    DryRun.None,
                    default
                )
            ).Error
        );
        Assert.Equal(api.Sent[0].Body, api.Sent[1].Body);
    }

    [Fact]
    public async Task Answer_that_is_no_JSON_is_told_in_one_line()
    {
        using var api = new FakeApi().Answer("<html>\nlog in</html>").Answer("[]");
        using var client = api.Client();
        foreach (var list in (bool[])[true, false])
        {
            var error = list
                ? (await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).Error!
                : (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).Error!;
            Assert.Equal(KubeErrorKind.BadAnswer, error.Kind);
            Assert.StartsWith(
                "error: the answer of api.example:6443 to GET /api/v1/namespaces/ns/secrets",
                error.Message,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public async Task Request_timeout_is_sent_and_kept_rule_16()
    {
        using var slow = new Slow();
        using var client = new KubeClient(
            new ClusterTarget { Server = new Uri("https://h"), RequestTimeout = TimeSpan.FromMilliseconds(1500) },
            slow,
            new ImpatientTime()
        );
        var error = (
            await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, "ns", "x"), new Preconditions("u", "7"), DryRun.None, default)
        ).Error!;
        Assert.Equal((KubeErrorKind.Timeout, false), (error.Kind, error.CertainlyNotApplied));
        Assert.EndsWith("?timeout=1.5s", slow.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_the_callers_and_is_thrown()
    {
        using var slow = new Slow();
        using var client = new KubeClient(new ClusterTarget { Server = new Uri("https://h") }, slow);
        using var stop = new CancellationTokenSource();
        var asking = client.GetAsync(ResourceType.Secrets, "ns", "x", stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Names_that_would_change_the_path_never_leave()
    {
        using var api = new FakeApi();
        using var client = api.Client();
        Assert.Equal(
            KubeErrorKind.Invalid,
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, "ns", ".."),
                    new Preconditions("u", "7"),
                    DryRun.None,
                    default
                )
            )
                .Error!
                .Kind
        );
        Assert.Equal(KubeErrorKind.Invalid, (await client.GetRawAsync(ResourceType.Secrets, "ns", "", default)).Error!.Kind);
        Assert.Empty(api.Sent);
    }

    [Fact]
    public async Task Server_path_prefix_is_kept_rule_14()
    {
        using var api = new FakeApi().Answer(Secret);
        using var client = api.Client(new ClusterTarget { Server = new Uri("https://rancher.example/k8s/clusters/c-1/") });
        await client.GetAsync(ResourceType.Secrets, "ns", "x", default);
        Assert.Equal("https://rancher.example/k8s/clusters/c-1/api/v1/namespaces/ns/secrets/x", api.Sent.Single().Url);
    }

    [Fact]
    public async Task Clock_of_the_server_is_known()
    {
        var time = new ImpatientTime();
        using var api = new FakeApi().Answer(HttpStatusCode.OK, Secret, answer => answer.Headers.Date = time.GetUtcNow().AddMinutes(5));
        using var client = api.Client(time: time);
        Assert.Null(client.ClockSkew);
        await client.GetAsync(ResourceType.Secrets, "ns", "x", default);
        Assert.Equal(TimeSpan.FromMinutes(5), client.ClockSkew);
        Assert.Equal(time.GetUtcNow().AddMinutes(5), client.LastServerDate);
    }

    [Fact]
    public async Task Warnings_are_told_once_rule_41()
    {
        using var api = new FakeApi();
        for (var i = 0; i < 2; i++)
            api.Answer(
                HttpStatusCode.OK,
                Secret,
                answer => answer.Headers.TryAddWithoutValidation("Warning", "299 - \"v1beta1 is deprecated\"")
            );
        var told = new List<string>();
        using var client = new KubeClient(new ClusterTarget { Server = new Uri("https://h") }, api) { Notice = told.Add };
        await client.GetAsync(ResourceType.Secrets, "ns", "x", default);
        await client.GetAsync(ResourceType.Secrets, "ns", "x", default);
        Assert.Equal(["Warning: v1beta1 is deprecated"], told);
    }

    [Fact]
    public async Task Types_are_found_by_kind_and_fetched_once()
    {
        const string resources = """
            {"kind":"APIResourceList","groupVersion":"apps/v1","resources":[{"name":"deployments/scale","namespaced":true,
              "kind":"Deployment"},{"name":"deployments","namespaced":true,"kind":"Deployment"}]}
            """;
        using var api = new FakeApi().Answer(resources).Answer(HttpStatusCode.NotFound, "404 page not found").Answer(resources);
        using var client = api.Client();
        Assert.Equal(ResourceType.Deployments, (await client.FindTypeAsync("apps/v1", "Deployment", default)).ValueOrDefault);
        Assert.Equal(
            "error: no matches for kind \"Nope\" in version \"apps/v1\"",
            (await client.FindTypeAsync("apps/v1", "Nope", default)).Error!.Message
        );
        Assert.Single(api.Sent);
        var missing = (await client.FindTypeAsync("gone/v1", "Thing", default)).Error!;
        Assert.Equal(
            (KubeErrorKind.NotFound, "error: no matches for kind \"Thing\" in version \"gone/v1\""),
            (missing.Kind, missing.Message)
        );
        Assert.Equal("https://api.example:6443/apis/gone/v1", api.Sent[1].Url);
    }

    [Theory]
    [InlineData("""{"kind":"Status","status":"Failure","reason":"Forbidden","message":"no: Bearer a-real-token","code":403}""")]
    [InlineData("you sent a-real-token, which is not welcome here")]
    public async Task A_token_that_a_refusal_repeats_is_masked(string refusal)
    {
        using var api = new FakeApi().Answer(
            HttpStatusCode.Forbidden,
            refusal,
            response => response.Content.Headers.ContentType = new("text/plain")
        );
        using var client = api.Client(
            new ClusterTarget
            {
                Server = new Uri("https://api.example:6443"),
                Credentials = new Credentials { Token = "a-real-token" },
            }
        );
        var error = (await client.ServerVersionAsync(default)).Error!;
        Assert.Equal("Bearer a-real-token", api.Sent[0].Headers["Authorization"]);
        Assert.DoesNotContain("a-real-token", error.Message, StringComparison.Ordinal);
        Assert.Contains("<masked>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_review_has_three_outcomes_rule_43()
    {
        using var api = new FakeApi()
            .Answer(HttpStatusCode.Created, """{"kind":"SelfSubjectAccessReview","status":{"allowed":true,"reason":"RBAC"}}""")
            .Answer(HttpStatusCode.Created, """{"kind":"SelfSubjectAccessReview","status":{"allowed":false}}""")
            .Answer(
                HttpStatusCode.Created,
                """{"kind":"SelfSubjectAccessReview","status":{"allowed":false,"evaluationError":"webhook is down"}}"""
            );
        using var client = api.Client();
        Assert.Equal(
            new AccessDecision(true, "RBAC"),
            (await client.CanIAsync("delete", ResourceType.Secrets, "ns", "x", default)).ValueOrDefault
        );
        Assert.Equal(
            new AccessDecision(false, ""),
            (await client.CanIAsync("delete", ResourceType.Secrets, "ns", null, default)).ValueOrDefault
        );
        Assert.NotNull((await client.CanIAsync("delete", ResourceType.Secrets, "ns", "x", default)).Error);
        using var asked = JsonDocument.Parse(api.Sent[0].Body!);
        Assert.Equal(
            """{"namespace":"ns","verb":"delete","group":"","version":"v1","resource":"secrets","name":"x"}""",
            asked.RootElement.At("spec", "resourceAttributes")!.Value.GetRawText()
        );
    }

    [Fact]
    public async Task Who_am_I_falls_back_to_what_is_known()
    {
        using var api = new FakeApi()
            .Answer("""{"kind":"APIResourceList","resources":[{"name":"selfsubjectreviews","kind":"SelfSubjectReview"}]}""")
            .Answer(HttpStatusCode.Created, """{"status":{"userInfo":{"username":"jane"}}}""");
        using var client = api.Client();
        Assert.Equal(new WhoAmI("jane", true), (await client.WhoAmIAsync(default)).ValueOrDefault);

        using var old = new FakeApi();
        for (var i = 0; i < 6; i++)
            old.Answer(HttpStatusCode.NotFound, "{}");
        var target = new ClusterTarget { Server = new Uri("https://h"), User = "entry" };
        using var first = old.Client(target);
        Assert.Equal(new WhoAmI("entry", false), (await first.WhoAmIAsync(default)).ValueOrDefault);
        using var second = old.Client(target with { Impersonation = new Impersonation("boss", null, [], []) });
        Assert.Equal(new WhoAmI("boss", false), (await second.WhoAmIAsync(default)).ValueOrDefault);
    }

    [Fact]
    public async Task Watch_gives_each_line_and_ends_with_an_error_as_an_event()
    {
        using var api = new FakeApi().Answer(
            """
            {"type":"ADDED","object":{"metadata":{"name":"a","namespace":"ns"}}}
            {"type":"MODIFIED","object":{"metadata":{"name":"b","namespace":"ns"}}}
            {"type":"DELETED","object":{"metadata":{"name":"c"}}}
            {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"12"}}}
            {"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old"}}
            """
        );
        using var client = api.Client();
        var events = new List<WatchEvent>();
        await foreach (var change in client.WatchedAsync(ResourceType.Secrets, "ns", "owner=helm", "5", default))
            events.Add(change);
        Assert.Equal(
            [WatchEventType.Added, WatchEventType.Modified, WatchEventType.Deleted, WatchEventType.Bookmark, WatchEventType.Failed],
            events.Select(change => change.Type)
        );
        Assert.Equal("12", events[3].Object!.ResourceVersion);
        Assert.Equal(KubeErrorKind.Expired, events[4].Error!.Kind);
        Assert.EndsWith(
            "/secrets?watch=1&allowWatchBookmarks=true&labelSelector=owner%3Dhelm&resourceVersion=5",
            api.Sent.Single().Url,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Watch_that_is_refused_or_garbled_fails_once()
    {
        using var api = new FakeApi()
            .Answer(HttpStatusCode.Forbidden, "{}")
            .Answer("{\"type\":\"ADDED\",\"object\":{\"metadata\":{}}}\nnonsense");
        using var client = api.Client();
        for (var round = 0; round < 2; round++)
        {
            WatchEvent? last = null;
            await foreach (var change in client.WatchedAsync(ResourceType.Secrets, "ns", null, "5", default))
                last = change;
            Assert.Equal(round == 0 ? KubeErrorKind.Forbidden : KubeErrorKind.BadAnswer, last!.Error!.Kind);
        }
    }

    private sealed class Slow : HttpMessageHandler
    {
        public string Asked { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri!.AbsoluteUri;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("an infinite wait is over");
        }
    }
}
