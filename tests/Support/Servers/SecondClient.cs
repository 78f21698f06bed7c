using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Models;

namespace Helmstuck.Tests.Support;

/// <summary>
/// The Kubernetes project's own .NET client, which shares no code with the product: it creates what the tests need and says what the
/// cluster holds. It accepts the server's certificate only from the given authority. It does not compare the name in the certificate with
/// the server's; here that is always 127.0.0.1.
/// </summary>
internal sealed class SecondClient : IDisposable
{
    private readonly Kubernetes _api;

    /// <param name="authority">The certificate, in PEM, that must have signed the server's.</param>
    public SecondClient(Uri server, string token, string authority) =>
        _api = new Kubernetes(
            new KubernetesClientConfiguration
            {
                Host = server.ToString(),
                AccessToken = token,
                SslCaCerts = new X509Certificate2Collection(X509Certificate2.CreateFromPem(authority)),
            }
        );

    public void Dispose() => _api.Dispose();

    /// <summary>Creates a release record.</summary>
    public Task SeedAsync(SeedRecord record)
    {
        var metadata = Metadata(record.Name, record.StoredLabels());
        return record.Driver switch
        {
            "secret" => _api.CoreV1.CreateNamespacedSecretAsync(
                new V1Secret
                {
                    Metadata = metadata,
                    Type = "helm.sh/release.v1",
                    Data = new Dictionary<string, byte[]> { ["release"] = Encoding.UTF8.GetBytes(record.StoredPayload()) },
                },
                record.Namespace
            ),
            "configmap" => _api.CoreV1.CreateNamespacedConfigMapAsync(
                new V1ConfigMap
                {
                    Metadata = metadata,
                    Data = new Dictionary<string, string> { ["release"] = record.StoredPayload() },
                },
                record.Namespace
            ),
            _ => throw new InvalidOperationException($"unknown driver {record.Driver}"),
        };
    }

    /// <summary>Creates a Secret of any type; its uid.</summary>
    public async Task<string> CreateSecretAsync(
        string space,
        string name,
        IReadOnlyDictionary<string, string> labels,
        IDictionary<string, byte[]> data
    ) =>
        (await _api.CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = Metadata(name, labels), Data = data }, space))
            .Metadata
            .Uid;

    /// <summary>Creates a Deployment whose Pods are labelled app=NAME. What it has besides is in <paramref name="edit"/>.</summary>
    public Task CreateDeploymentAsync(string space, string name, int? replicas, string image, Action<V1Deployment>? edit = null)
    {
        var app = new Dictionary<string, string> { ["app"] = name };
        var deployment = new V1Deployment
        {
            Metadata = Metadata(name),
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = app },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = app },
                    Spec = new V1PodSpec { Containers = [new V1Container { Name = "app", Image = image }] },
                },
            },
        };
        edit?.Invoke(deployment);
        return _api.AppsV1.CreateNamespacedDeploymentAsync(deployment, space);
    }

    /// <summary>Creates a HorizontalPodAutoscaler (autoscaling/v1) of a Deployment.</summary>
    public Task CreateAutoscalerAsync(string space, string name, string deployment, int? min, int max, int? targetCpuPercent = null) =>
        _api.AutoscalingV1.CreateNamespacedHorizontalPodAutoscalerAsync(
            new V1HorizontalPodAutoscaler
            {
                Metadata = Metadata(name),
                Spec = new V1HorizontalPodAutoscalerSpec
                {
                    MinReplicas = min,
                    MaxReplicas = max,
                    TargetCPUUtilizationPercentage = targetCpuPercent,
                    ScaleTargetRef = new V1CrossVersionObjectReference
                    {
                        ApiVersion = "apps/v1",
                        Kind = "Deployment",
                        Name = deployment,
                    },
                },
            },
            space
        );

    /// <summary>
    /// Every Secret (or ConfigMap) of the namespace in the order of the names, whatever its labels say: what is too many shows too.
    /// </summary>
    public async Task<IReadOnlyList<HeldRecord>> RecordsAsync(string space, string driver = "secret") =>
        driver == "secret"
            ?
            [
                .. (await _api.CoreV1.ListNamespacedSecretAsync(space)).Items.Select(item =>
                    Held(item.Metadata, item.Type, item.Data?.Select(pair => (pair.Key, Encoding.UTF8.GetString(pair.Value))))
                ),
            ]
            :
            [
                .. (await _api.CoreV1.ListNamespacedConfigMapAsync(space)).Items.Select(item =>
                    Held(item.Metadata, "", item.Data?.Select(pair => (pair.Key, pair.Value)))
                ),
            ];

    private static V1ObjectMeta Metadata(string name, IReadOnlyDictionary<string, string>? labels = null) =>
        new() { Name = name, Labels = labels?.ToDictionary() };

    private static HeldRecord Held(V1ObjectMeta metadata, string type, IEnumerable<(string, string)>? data) =>
        new(
            metadata.Name,
            metadata.Uid,
            metadata.ResourceVersion,
            type,
            Joined(metadata.Labels?.Select(label => (label.Key, label.Value))),
            Joined(data)
        );

    private static string Joined(IEnumerable<(string Key, string Value)>? pairs) =>
        string.Join(',', (pairs ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
