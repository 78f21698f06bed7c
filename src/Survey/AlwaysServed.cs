using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// The kinds that every API server from Kubernetes 1.19 on has: nobody needs to ask for them. A version that was removed since, or came
/// later (policy/v1, autoscaling/v2), is not among them.
/// </summary>
internal static class AlwaysServed
{
    private static readonly Dictionary<string, ResourceType> Types = Listed()
        .ToDictionary(static type => NameOf(type.ApiVersion, type.Kind), StringComparer.Ordinal);

    public static IReadOnlyCollection<ResourceType> All => Types.Values;

    /// <summary>The type of such a kind, known without discovery; null for any other.</summary>
    public static ResourceType? TypeOf(string apiVersion, string kind) => Types.GetValueOrDefault(NameOf(apiVersion, kind));

    private static string NameOf(string apiVersion, string kind) => $"{apiVersion}/{kind}";

    private static IEnumerable<ResourceType> Listed() =>
        [
            .. Of(
                "v1",
                "ConfigMap",
                "Secret",
                "Service",
                "ServiceAccount",
                "Pod",
                "PersistentVolumeClaim",
                "PersistentVolume",
                "Namespace"
            ),
            .. Of("v1", "Endpoints", "LimitRange", "ResourceQuota", "ReplicationController", "PodTemplate", "Event", "Node"),
            .. Of("apps/v1", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ControllerRevision"),
            .. Of("batch/v1", "Job"),
            .. Of("autoscaling/v1", "HorizontalPodAutoscaler"),
            .. Of("rbac.authorization.k8s.io/v1", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"),
            .. Of("networking.k8s.io/v1", "Ingress", "IngressClass", "NetworkPolicy"),
            .. Of("storage.k8s.io/v1", "StorageClass", "CSIDriver", "VolumeAttachment"),
            .. Of("scheduling.k8s.io/v1", "PriorityClass"),
            .. Of("coordination.k8s.io/v1", "Lease"),
            .. Of("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            .. Of("apiregistration.k8s.io/v1", "APIService"),
            .. Of("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"),
        ];

    private static IEnumerable<ResourceType> Of(string apiVersion, params IEnumerable<string> kinds)
    {
        var group = ManifestKinds.Group(apiVersion);
        return kinds.Select(kind => new ResourceType(
            group,
            group.Length == 0 ? apiVersion : apiVersion[(group.Length + 1)..],
            PluralOf(kind.ToLowerInvariant()),
            kind,
            !ManifestKinds.IsClusterScoped(apiVersion, kind)
        ));
    }

    private static string PluralOf(string kind) =>
        kind.EndsWith("ss", StringComparison.Ordinal) ? kind + "es"
        : kind.EndsWith('s') ? kind
        : kind.EndsWith('y') ? kind[..^1] + "ies"
        : kind + "s";
}
