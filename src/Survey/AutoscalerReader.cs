using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Reads HorizontalPodAutoscalers.</summary>
internal sealed class AutoscalerReader(KubeClient client)
{
    private static readonly IReadOnlyList<string> Versions = ["v2", "v2beta2", "v1"];

    /// <summary>The version that the server has: asked for once.</summary>
    private volatile string? served;

    /// <summary>Whether its lists have shown that the API server has that kind.</summary>
    public bool HasShown(ObjectKey key) => key.Kind == "HorizontalPodAutoscaler" && key.ApiVersion == $"autoscaling/{served}";

    /// <summary>Autoscalers of a namespace in the newest version that the server has; null if they may not be read.</summary>
    public async Task<IReadOnlyList<KubeObject>?> ReadAsync(string ns, CancellationToken cancellation)
    {
        foreach (var version in served is { } known ? [known] : Versions)
        {
            var answer = await client
                .ListAsync(
                    new ResourceType("autoscaling", version, "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
                    ns,
                    new ListOptions(),
                    cancellation
                )
                .ConfigureAwait(false);
            if (answer.ValueOrDefault is { } items)
            {
                served = version;
                return items;
            }
            if (answer.Error is not { Kind: KubeErrorKind.NotFound })
                return null;
        }
        return null;
    }
}
