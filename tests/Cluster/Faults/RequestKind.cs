using System.Text;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>A request that the tool makes.</summary>
/// <param name="Send">Gives the answer as text. <c>name</c> is that of an object which no other request touches.</param>
internal sealed record RequestKind(string Name, Func<FaultScene, KubeClient, string, CancellationToken, Task<KubeResult<string>>> Send)
{
    private const string Selector = "owner=helm,name=web";

    /// <summary>Whether the request took effect; null for one that changes nothing.</summary>
    public Func<FaultScene, string, Task<bool>>? IsApplied { get; init; }

    /// <summary>It needs an object to act on.</summary>
    public bool NeedsObject { get; init; }

    /// <summary>It is sent once only.</summary>
    public bool Mutates => IsApplied is not null || Name.Contains("dry run", StringComparison.Ordinal);

    /// <summary>What came so far of a watch is right as well.</summary>
    public bool IsWatch => Name == "watch";

    public override string ToString() => Name;

    public static IReadOnlyList<RequestKind> All { get; } =
    [
        new("records from the cache", static (scene, client, _, ct) => RecordsAsync(scene, client, true, ct)),
        new("records", static (scene, client, _, ct) => RecordsAsync(scene, client, false, ct)),
        new(
            "metadata of a record",
            static async (scene, client, _, ct) =>
                (await client.GetMetadataAsync(ResourceType.Secrets, scene.Space, "sh.helm.release.v1.web.v2", ct)).Select(meta =>
                    $"{meta.Uid} {meta.ResourceVersion}"
                )
        ),
        new(
            "a record",
            static async (scene, client, _, ct) =>
                (await client.GetAsync(ResourceType.Secrets, scene.Space, "sh.helm.release.v1.web.v2", ct)).Select(found =>
                    found.Json.GetRawText()
                )
        ),
        new(
            "a record for its backup",
            static async (scene, client, _, ct) =>
                (await client.GetRawAsync(ResourceType.Secrets, scene.Space, "sh.helm.release.v1.web.v2", ct)).Select(
                    Encoding.UTF8.GetString
                )
        ),
        List(ResourceType.Deployments),
        List(ResourceType.ReplicaSets),
        List(ResourceType.Pods),
        List(ResourceType.Events, "reason=ScalingReplicaSet"),
        List(ResourceType.Jobs),
        List(new ResourceType("autoscaling", "v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler")),
        new(
            "namespaces",
            static async (scene, client, _, ct) =>
                (await client.ListMetadataAsync(ResourceType.Namespaces, null, new ListOptions { FromCache = true }, ct)).Select(list =>
                    list.Items.Any(item => item.Name == scene.Space) ? "there" : "not there"
                )
        ),
        new(
            "the namespace",
            static async (scene, client, _, ct) =>
                (await client.GetAsync(ResourceType.Namespaces, null, scene.Space, ct)).Select(found => found.Meta.Uid)
        ),
        new(
            "discovery",
            static async (_, client, _, ct) => (await client.FindTypeAsync("batch/v1", "Job", ct)).Select(type => type.Qualified)
        ),
        new("the version", static (_, client, _, ct) => client.ServerVersionAsync(ct)),
        new(
            "the user's rights",
            static async (scene, client, _, ct) =>
                (await client.CanIAsync("delete", ResourceType.Secrets, scene.Space, "web", ct)).Select(decision =>
                    decision.Allowed ? "yes" : "no"
                )
        ),
        new("the user's name", static async (_, client, _, ct) => (await client.WhoAmIAsync(ct)).Select(user => user.Name)),
        new(
            "delete, as a dry run",
            static async (scene, client, _, ct) =>
                (
                    await client.DeleteAsync(
                        new ObjectAddress(ResourceType.Secrets, scene.Space, "sh.helm.release.v1.web.v1"),
                        new Preconditions("", ""),
                        DryRun.Server,
                        ct
                    )
                ).Select(answer => answer.Uid)
        ),
        new(
            "delete",
            static async (scene, client, name, ct) =>
                (
                    await client.DeleteAsync(
                        new ObjectAddress(ResourceType.Secrets, scene.Space, name),
                        new Preconditions("", ""),
                        DryRun.None,
                        ct
                    )
                ).Select(_ => "done")
        )
        {
            NeedsObject = true,
            IsApplied = static async (scene, name) => await scene.FindAsync(name) is null,
        },
        new(
            "replace",
            static async (scene, client, name, ct) =>
                (
                    await client.ReplaceAsync(
                        new ObjectAddress(ResourceType.Secrets, scene.Space, name),
                        Marked(scene, name),
                        DryRun.None,
                        ct
                    )
                ).Select(_ => "done")
        )
        {
            NeedsObject = true,
            IsApplied = static async (scene, name) => (await scene.FindAsync(name))?["metadata"]?["labels"]?["marked"] is not null,
        },
        new(
            "create",
            static async (scene, client, name, ct) =>
                (await client.CreateAsync(ResourceType.Secrets, scene.Space, Marked(scene, name), DryRun.None, ct)).Select(_ => "done")
        )
        {
            IsApplied = static async (scene, name) => await scene.FindAsync(name) is not null,
        },
        new("watch", WatchAsync),
    ];

    private static async Task<KubeResult<string>> RecordsAsync(FaultScene scene, KubeClient client, bool fromCache, CancellationToken ct) =>
        (
            await client.ListMetadataAsync(
                ResourceType.Secrets,
                scene.Space,
                new ListOptions { LabelSelector = Selector, FromCache = fromCache },
                ct
            )
        ).Select(list => string.Join(' ', list.Items.Select(item => $"{item.Name} {item.ResourceVersion}").Order(StringComparer.Ordinal)));

    private static RequestKind List(ResourceType type, string? fields = null) =>
        new(
            type.Plural,
            async (scene, client, _, ct) =>
                (await client.ListAsync(type, scene.Space, new ListOptions { FieldSelector = fields }, ct)).Select(items =>
                    string.Join(' ', items.Select(item => $"{item.Kind} {item.Meta.Name}"))
                )
        );

    private static async Task<KubeResult<string>> WatchAsync(FaultScene scene, KubeClient client, string name, CancellationToken ct)
    {
        var events = new List<WatchEvent>();
        // The API server keeps few changes: from just before.
        var before = await scene.VersionAsync();
        await scene.CreateAsync(name);
        // A watch has no limit of its own while it lasts: its caller has.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            await client.WatchMetadataAsync(
                ResourceType.Secrets,
                scene.Space,
                $"name={name}",
                before,
                events.Add,
                limit.Token,
                TimeSpan.FromSeconds(1)
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // What came is judged.
        }
        return events.FirstOrDefault(change => change.Error is not null)?.Error is { } error
            ? error
            : string.Join(
                ' ',
                events
                    .Where(change => change.Type != WatchEventType.Bookmark)
                    .Select(change => change.Object!.Name == name ? $"{change.Type}" : change.Object.Name)
            );
    }

    private static byte[] Marked(FaultScene scene, string name)
    {
        var body = scene.Body(name);
        body["metadata"]!["labels"]!["marked"] = "yes";
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
