using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    /// <summary>How long the answer counts for a kind that is served.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    /// <summary>How long it counts for a kind that is not: its CRD may be installed in the meantime.</summary>
    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(5);

    private sealed record Discovery(Task<KubeResult<IReadOnlyList<ResourceType>>> Answer, DateTimeOffset At);

    /// <summary>
    /// The resource of a kind. Only the requested group version is read, and only once until its answer is too old.
    /// <see cref="KubeErrorKind.NotFound"/> (in kubectl's words "no matches for kind …") if the server has no such kind.
    /// </summary>
    public async Task<KubeResult<ResourceType>> FindTypeAsync(string apiVersion, string kind, CancellationToken ct)
    {
        var resources = await ResourcesAsync(apiVersion, kind, ct).ConfigureAwait(false);
        if (resources is not KubeResult<IReadOnlyList<ResourceType>>.Ok { Value: var types })
            return resources.Error is { Kind: not KubeErrorKind.NotFound } error ? error : NoMatch();
        return types.FirstOrDefault(type => type.Kind == kind) is { } found ? found : NoMatch();

        KubeError NoMatch() =>
            new(KubeErrorKind.NotFound, $"error: no matches for kind \"{kind}\" in version \"{apiVersion}\"", 404, "NotFound");
    }

    /// <summary>The version of the API server, for example <c>v1.33.1</c>.</summary>
    public Task<KubeResult<string>> ServerVersionAsync(CancellationToken ct) =>
        SendAsync(
            new Call(HttpMethod.Get, ApiPath.Of("/version")),
            async (body, token) =>
                (await ObjectAsync(body, token).ConfigureAwait(false)).Select(version =>
                    version.Json.Text("gitVersion") ?? throw new JsonException("a version was asked for")
                ),
            ct
        );

    private async Task<KubeResult<IReadOnlyList<ResourceType>>> ResourcesAsync(string apiVersion, string kind, CancellationToken ct)
    {
        // A caller that asks while another one is asking waits for the same answer; an error is not kept.
        var asked = discovered.GetOrAdd(apiVersion, Ask);
        var answer = await asked.Answer.WaitAsync(ct).ConfigureAwait(false);
        var has = answer.ValueOrDefault?.Any(type => type.Kind == kind) == true;
        if (time.GetUtcNow() - asked.At >= (has ? KnownFor : MissingFor))
        {
            discovered.TryRemove(KeyValuePair.Create(apiVersion, asked));
            asked = discovered.GetOrAdd(apiVersion, Ask);
            answer = await asked.Answer.WaitAsync(ct).ConfigureAwait(false);
        }
        if (answer.Error is { Kind: not KubeErrorKind.NotFound })
            discovered.TryRemove(KeyValuePair.Create(apiVersion, asked));
        return answer;

        Discovery Ask(string version) => new(FetchAsync(version), time.GetUtcNow());
    }

    private Task<KubeResult<IReadOnlyList<ResourceType>>> FetchAsync(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        if (ApiPath.WhyNot(version) is not null || (slash >= 0 && ApiPath.WhyNot(group) is not null))
            return Task.FromResult<KubeResult<IReadOnlyList<ResourceType>>>(
                new KubeError(KubeErrorKind.NotFound, $"error: \"{apiVersion}\" is not a version of an API")
            );
        var path =
            group.Length == 0
                ? $"/api/{Uri.EscapeDataString(version)}"
                : $"/apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";
        return SendAsync<IReadOnlyList<ResourceType>>(
            new Call(HttpMethod.Get, ApiPath.Of(path)),
            async (body, token) =>
            {
                var answer = await ObjectAsync(body, token).ConfigureAwait(false);
                if (answer.ValueOrDefault is not { Kind: "APIResourceList" } list)
                    throw new JsonException("a list of resources was asked for");
                // Subresources (deployments/scale) can have the kind of another resource.
                return new KubeResult<IReadOnlyList<ResourceType>>.Ok([
                    .. list
                        .Json.Items("resources")
                        .Where(resource => resource.Text("name") is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal))
                        .Select(resource => new ResourceType(
                            group,
                            version,
                            resource.Text("name")!,
                            resource.Text("kind") ?? "",
                            resource.Flag("namespaced") ?? false
                        )),
                ]);
            },
            CancellationToken.None
        );
    }
}
