using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>Finds the types of objects that manifests name.</summary>
internal static class ServedTypes
{
    /// <summary>As <see cref="KubeClient.FindTypeAsync"/>; no request for the kinds that every API server has.</summary>
    public static Task<KubeResult<ResourceType>> TypeOfAsync(this KubeClient client, ObjectKey key, CancellationToken cancellation) =>
        AlwaysServed.TypeOf(key.ApiVersion, key.Kind) is { } type
            ? Task.FromResult<KubeResult<ResourceType>>(type)
            : client.FindTypeAsync(key.ApiVersion, key.Kind, cancellation);
}
