using System.Text;
using System.Text.Json.Nodes;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>The client against a real kube-apiserver.</summary>
public sealed class RealClusterTests(SharedControlPlane shared)
{
    private static KubeClient Client(string kubeconfig, KubeFlags? flags = null)
    {
        var loaded = Kubeconfig.Load(
            (flags ?? new KubeFlags()) with
            {
                Kubeconfig = kubeconfig,
            },
            new KubeEnvironment(static _ => null, "/nonexistent")
        );
        return new KubeClient(loaded.ValueOrDefault ?? throw new InvalidOperationException(loaded.Error!.Message));
    }

    private static Task<string> SecretAsync(ControlPlane plane, string space, string name, string label = "deployed") =>
        plane.Second.CreateSecretAsync(
            space,
            name,
            new Dictionary<string, string> { ["owner"] = "helm", ["status"] = label },
            new Dictionary<string, byte[]> { ["release"] = new byte[2000] }
        );

    [Fact]
    public async Task Twelve_hundred_records_in_pages_and_from_the_cache_without_their_payload()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("list");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1200),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, _) => await SecretAsync(plane, space, $"r{number:0000}", number % 100 == 0 ? "pending-upgrade" : "deployed")
        );
        using var client = Client(plane.AdminUser.Kubeconfig, new KubeFlags { DisableCompression = true });

        var paged = (
            await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions { LabelSelector = "owner=helm" }, default)
        ).ValueOrDefault!;
        var names = Enumerable.Range(0, 1200).Select(number => $"r{number:0000}").ToList();
        Assert.Equal(names, paged.Items.Select(item => item.Name));
        Assert.True(client.BytesReceived < 1200 * 1000, $"{client.BytesReceived} bytes");
        Assert.NotEqual("", paged.ResourceVersion);

        // The cache follows in its own time.
        while (true)
        {
            var cached = (
                await client.ListMetadataAsync(
                    ResourceType.Secrets,
                    space,
                    new ListOptions { LabelSelector = "owner=helm", FromCache = true },
                    default
                )
            ).ValueOrDefault!;
            Assert.True(cached.FromCache);
            if (cached.Items.Count == 1200)
            {
                Assert.Equal(names, cached.Items.Select(item => item.Name).Order(StringComparer.Ordinal));
                break;
            }
            await Task.Delay(20);
        }

        var stuck = (
            await client.ListMetadataAsync(
                ResourceType.Secrets,
                space,
                new ListOptions { LabelSelector = "owner=helm,status in (pending-install,pending-upgrade)" },
                default
            )
        ).ValueOrDefault!;
        Assert.Equal(12, stuck.Items.Count);
        Assert.All(stuck.Items, item => Assert.Equal("pending-upgrade", item.Label("status")));
        Assert.NotNull(client.LastServerDate);
        Assert.InRange(client.ClockSkew!.Value.TotalSeconds, -60, 60);
    }

    [Fact]
    public async Task Read_delete_create_replace_with_preconditions()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("edit");
        var uid = await SecretAsync(plane, space, "one");
        using var client = Client(plane.AdminUser.Kubeconfig);
        var token = TestContext.Current.CancellationToken;

        var meta = (await client.GetMetadataAsync(ResourceType.Secrets, space, "one", token)).ValueOrDefault!;
        Assert.Equal(uid, meta.Uid);
        Assert.NotEmpty(meta.ManagedFields);
        var raw = (await client.GetRawAsync(ResourceType.Secrets, space, "one", token)).ValueOrDefault!;
        var whole = (await client.GetAsync(ResourceType.Secrets, space, "one", token)).ValueOrDefault!;
        Assert.Equal(("v1", "Secret", meta.ResourceVersion), (whole.ApiVersion, whole.Kind, whole.Meta.ResourceVersion));
        Assert.Equal(whole.Json.GetRawText(), Encoding.UTF8.GetString(raw).TrimEnd());

        // Not the one that was reviewed: nothing happens, and kubectl says the same.
        var wrong = (
            await client.DeleteAsync(
                new ObjectAddress(ResourceType.Secrets, space, "one"),
                new Preconditions("00000000-0000-0000-0000-000000000000", meta.ResourceVersion),
                DryRun.None,
                token
            )
        ).Error!;
        Assert.Equal((KubeErrorKind.Conflict, true), (wrong.Kind, wrong.CertainlyNotApplied));
        Assert.StartsWith("Error from server (Conflict): ", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(
            KubeErrorKind.Conflict,
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, space, "one"),
                    new Preconditions(uid, "1"),
                    DryRun.None,
                    token
                )
            )
                .Error!
                .Kind
        );

        // Replacing changes the version, and an old version is refused.
        var edited = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw).Replace("\"deployed\"", "\"failed\"", StringComparison.Ordinal));
        Assert.Equal(
            "failed",
            (
                await client.ReplaceAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), edited, DryRun.Server, token)
            ).ValueOrDefault!.Meta.Label("status")
        );
        Assert.Equal(
            "deployed",
            (await client.GetMetadataAsync(ResourceType.Secrets, space, "one", token)).ValueOrDefault!.Label("status")
        );
        var replaced = (
            await client.ReplaceAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), edited, DryRun.None, token)
        ).ValueOrDefault!;
        Assert.Equal("failed", replaced.Meta.Label("status"));
        Assert.Contains(replaced.Meta.ManagedFields, field => field.Manager == KubeClient.FieldManager);
        Assert.Equal(
            KubeErrorKind.Conflict,
            (await client.ReplaceAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), edited, DryRun.None, token)).Error!.Kind
        );

        var preconditions = new Preconditions(uid, replaced.Meta.ResourceVersion);
        Assert.Null(
            (await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), preconditions, DryRun.Server, token)).Error
        );
        Assert.Null((await client.GetMetadataAsync(ResourceType.Secrets, space, "one", token)).Error);
        Assert.Equal(
            new DeleteAnswer(uid, false),
            (
                await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), preconditions, DryRun.None, token)
            ).ValueOrDefault
        );
        var gone = (
            await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, space, "one"), preconditions, DryRun.None, token)
        ).Error!;
        Assert.Equal((KubeErrorKind.NotFound, "Error from server (NotFound): secrets \"one\" not found"), (gone.Kind, gone.Message));

        var again = JsonNode.Parse(raw)!.AsObject();
        foreach (var field in (string[])["uid", "resourceVersion"])
            again["metadata"]!.AsObject().Remove(field);
        var body = Encoding.UTF8.GetBytes(again.ToJsonString());
        Assert.Null((await client.CreateAsync(ResourceType.Secrets, space, body, DryRun.None, token)).Error);
        Assert.Equal(
            "Error from server (AlreadyExists): secrets \"one\" already exists",
            (await client.CreateAsync(ResourceType.Secrets, space, body, DryRun.None, token)).Error!.Message
        );
    }

    [Fact]
    public async Task Deletion_that_waits_for_a_finalizer_says_so()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("final");
        var uid = await SecretAsync(plane, space, "held");
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}/secrets/held",
            new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("example.com/hold") } }
        );
        using var client = Client(plane.AdminUser.Kubeconfig);
        Assert.Equal(
            new DeleteAnswer(uid, true),
            (
                await client.DeleteAsync(
                    new ObjectAddress(ResourceType.Secrets, space, "held"),
                    new Preconditions(uid, ""),
                    DryRun.None,
                    default
                )
            ).ValueOrDefault
        );
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}/secrets/held",
            new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray() } }
        );
    }

    [Fact]
    public async Task Refusals_have_kubectls_words()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("refuse");
        var nobody = plane.AddTokenUser($"nobody-{space}");
        using (var client = Client(nobody.Kubeconfig))
        {
            var list = (await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions(), default)).Error!;
            Assert.Equal((KubeErrorKind.Forbidden, 403), (list.Kind, list.StatusCode));
            Assert.Equal(await WordsAsync(plane, nobody, "get", "secrets", "-n", space), list.Message);
            var one = (await client.GetAsync(ResourceType.Deployments, space, "web", default)).Error!;
            Assert.Equal(await WordsAsync(plane, nobody, "get", "deployments.apps", "web", "-n", space), one.Message);
            Assert.False((await client.CanIAsync("delete", ResourceType.Secrets, space, "x", default)).ValueOrDefault!.Allowed);
        }
        using (var client = Client(plane.AdminUser.Kubeconfig, new KubeFlags { Token = "wrong" }))
        {
            var refused = (await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions(), default)).Error!;
            Assert.Equal(
                (KubeErrorKind.Unauthorized, "error: You must be logged in to the server (Unauthorized)"),
                (refused.Kind, refused.Message)
            );
        }
        using (var client = Client(plane.AdminUser.Kubeconfig))
        {
            var missing = (await client.GetAsync(ResourceType.Secrets, space, "none", default)).Error!;
            Assert.Equal(
                (KubeErrorKind.NotFound, await WordsAsync(plane, plane.AdminUser, "get", "secrets", "none", "-n", space)),
                (missing.Kind, missing.Message)
            );
            var unknown = (await client.GetMetadataAsync(ResourceType.Namespaces, null, "no-such-namespace", default)).Error!;
            Assert.Equal(await WordsAsync(plane, plane.AdminUser, "get", "namespaces", "no-such-namespace"), unknown.Message);
            // A list of a namespace that is not there is an answer, and an empty one.
            Assert.Empty(
                (await client.ListMetadataAsync(ResourceType.Secrets, "no-such-namespace", new ListOptions(), default))
                    .ValueOrDefault!
                    .Items
            );
            Assert.True((await client.CanIAsync("delete", ResourceType.Secrets, space, "x", default)).ValueOrDefault!.Allowed);
        }
    }

    [Fact]
    public async Task Identities_reach_the_server()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("who");
        var jane = plane.AddCertificateUser($"jane-{space}");
        await plane.GrantAsync(jane, space, Allow.Read("secrets"));
        using (var client = Client(jane.Kubeconfig))
        {
            Assert.Null((await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions(), default)).Error);
            // The server of the tests may be older than SelfSubjectReview: the name is right either way.
            Assert.Equal(jane.Name, (await client.WhoAmIAsync(default)).ValueOrDefault!.Name);
        }
        using (var client = Client(plane.AdminUser.Kubeconfig, new KubeFlags { As = jane.Name }))
        {
            Assert.Null((await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions(), default)).Error);
            Assert.Equal(
                KubeErrorKind.Forbidden,
                (await client.ListMetadataAsync(ResourceType.ConfigMaps, space, new ListOptions(), default)).Error!.Kind
            );
        }
        var late = plane.AddCertificateUser($"late-{space}", expires: DateTimeOffset.UtcNow.AddHours(-1));
        using (var client = Client(late.Kubeconfig))
            Assert.Equal(
                KubeErrorKind.Unauthorized,
                (await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions(), default)).Error!.Kind
            );
    }

    [Fact]
    public async Task Types_and_the_version_are_found()
    {
        var plane = await shared.GetAsync();
        using var client = Client(plane.AdminUser.Kubeconfig);
        Assert.Equal(ResourceType.Deployments, (await client.FindTypeAsync("apps/v1", "Deployment", default)).ValueOrDefault);
        Assert.Equal(ResourceType.Namespaces, (await client.FindTypeAsync("v1", "Namespace", default)).ValueOrDefault);
        Assert.Equal(KubeErrorKind.NotFound, (await client.FindTypeAsync("example.com/v1", "Thing", default)).Error!.Kind);
        var version = JsonNode.Parse((await plane.Kubectl("get", "--raw", "/version")).MustSucceed().Output)!;
        Assert.Equal((string?)version["gitVersion"], (await client.ServerVersionAsync(default)).ValueOrDefault);
    }

    [Fact]
    public async Task Watch_tells_of_changes_as_they_happen()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("watch");
        using var client = Client(plane.AdminUser.Kubeconfig);
        var list = (
            await client.ListMetadataAsync(ResourceType.Secrets, space, new ListOptions { LabelSelector = "owner=helm" }, default)
        ).ValueOrDefault!;
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        var path = $"api/v1/namespaces/{space}/secrets";
        await SecretAsync(plane, space, "w", "pending-upgrade");
        await foreach (var change in client.WatchedAsync(ResourceType.Secrets, space, "owner=helm", list.ResourceVersion, stop.Token))
        {
            if (change.Type == WatchEventType.Bookmark)
                continue;
            seen.Add($"{change.Type} {change.Object?.Name} {change.Object?.Label("status")}{change.Error?.Message}");
            if (seen.Count == 1)
                await plane.PatchAsync(
                    $"{path}/w",
                    new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["status"] = "deployed" } } }
                );
            else if (seen.Count == 2)
                await plane.DeleteAsync($"{path}/w");
            else
                break;
        }
        Assert.Equal(["Added w pending-upgrade", "Modified w deployed", "Deleted w deployed"], seen);
        Assert.All(
            (await plane.AuditAsync(plane.AdminUser.Name)).Where(entry => entry.Verb == "watch" && entry.Namespace == space),
            entry => Assert.Equal(200, entry.Code)
        );
    }

    [Fact]
    public async Task Watch_ends_when_it_is_cancelled()
    {
        var plane = await shared.GetAsync();
        using var client = Client(plane.AdminUser.Kubeconfig);
        using var stop = new CancellationTokenSource();
        var space = await plane.CreateNamespaceAsync("stop");
        await SecretAsync(plane, space, "first");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var change in client.WatchedAsync(ResourceType.Secrets, space, null, "", stop.Token))
            {
                Assert.Equal("first", change.Object!.Name);
                await stop.CancelAsync();
            }
        });
    }

    private static async Task<string> WordsAsync(ControlPlane plane, ClusterUser user, params string[] arguments) =>
        (await plane.RunAsync("kubectl", user, arguments)).Error.Trim();
}
