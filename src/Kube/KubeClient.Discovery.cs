using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube;

internal sealed partial class KubeClient
{
    /// <summary>
    /// The resource of a kind. Only the requested group version is read, and only once.
    /// <see cref="KubeErrorKind.NotFound"/> (in kubectl's words "no matches for kind …") if the server has no such kind.
    /// </summary>
    public async Task<KubeResult<ResourceType>> FindTypeAsync(string apiVersion, string kind, CancellationToken ct)
    {
        var resources = await ResourcesAsync(apiVersion, ct).ConfigureAwait(false);
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
                (await ObjectAsync(body, token).ConfigureAwait(false)).Select(version => version.Json.Text("gitVersion") ?? ""),
            ct
        );

    private async Task<KubeResult<IReadOnlyList<ResourceType>>> ResourcesAsync(string apiVersion, CancellationToken ct)
    {
        // A caller that asks while another one is asking waits for the same answer; an error is not kept.
        var asking = discovered.GetOrAdd(apiVersion, FetchAsync);
        var answer = await asking.WaitAsync(ct).ConfigureAwait(false);
        if (answer.Error is not null)
            discovered.TryRemove(KeyValuePair.Create(apiVersion, asking));
        return answer;
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
