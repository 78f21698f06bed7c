using System.Collections.Frozen;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// The kinds that every API server from Kubernetes 1.19 on has: nobody needs to ask for them. A version that was removed since, or came
/// later (policy/v1, autoscaling/v2), is not among them.
/// </summary>
internal static class AlwaysServed
{
    private static readonly FrozenSet<(string ApiVersion, string Kind)> Kinds = FrozenSet.ToFrozenSet([
        .. Of("v1", "ConfigMap", "Secret", "Service", "ServiceAccount", "Pod", "PersistentVolumeClaim", "PersistentVolume", "Namespace"),
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
    ]);

    public static bool Contains(ObjectKey key) => Kinds.Contains((key.ApiVersion, key.Kind));

    private static IEnumerable<(string, string)> Of(string apiVersion, params IEnumerable<string> kinds) =>
        kinds.Select(kind => (apiVersion, kind));
}
