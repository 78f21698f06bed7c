using System.Collections.Frozen;

namespace Helmstuck.Helm.Manifests;

/// <summary>What is known about built-in kinds without the API server.</summary>
internal static class ManifestKinds
{
    private static readonly FrozenSet<string> ClusterScoped = FrozenSet.ToFrozenSet(
        [
            "/Namespace",
            "/Node",
            "/PersistentVolume",
            "/ComponentStatus",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "apiregistration.k8s.io/APIService",
            "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
            "admissionregistration.k8s.io/MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/MutatingAdmissionPolicy",
            "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
            "storage.k8s.io/StorageClass",
            "storage.k8s.io/CSIDriver",
            "storage.k8s.io/CSINode",
            "storage.k8s.io/VolumeAttachment",
            "storage.k8s.io/VolumeAttributesClass",
            "scheduling.k8s.io/PriorityClass",
            "node.k8s.io/RuntimeClass",
            "networking.k8s.io/IngressClass",
            "networking.k8s.io/IPAddress",
            "networking.k8s.io/ServiceCIDR",
            "policy/PodSecurityPolicy",
            "extensions/PodSecurityPolicy",
            "flowcontrol.apiserver.k8s.io/FlowSchema",
            "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
            "certificates.k8s.io/CertificateSigningRequest",
            "certificates.k8s.io/ClusterTrustBundle",
            "resource.k8s.io/DeviceClass",
            "resource.k8s.io/ResourceSlice",
            "gateway.networking.k8s.io/GatewayClass",
        ],
        StringComparer.Ordinal
    );

    public static bool IsClusterScoped(string apiVersion, string kind) => ClusterScoped.Contains($"{Group(apiVersion)}/{kind}");

    /// <summary><c>apps</c> of <c>apps/v1</c>; empty for the core group.</summary>
    public static string Group(string apiVersion) => apiVersion.IndexOf('/') is var slash and >= 0 ? apiVersion[..slash] : "";

    /// <summary>Whether Kubernetes itself serves the group: then lists are merged by key, and empty fields are dropped.</summary>
    public static bool IsBuiltIn(string apiVersion)
    {
        var group = Group(apiVersion);
        return !group.Contains('.')
            || group
                is "rbac.authorization.k8s.io"
                    or "networking.k8s.io"
                    or "storage.k8s.io"
                    or "scheduling.k8s.io"
                    or "node.k8s.io"
                    or "apiextensions.k8s.io"
                    or "apiregistration.k8s.io"
                    or "admissionregistration.k8s.io"
                    or "coordination.k8s.io"
                    or "discovery.k8s.io"
                    or "events.k8s.io"
                    or "flowcontrol.apiserver.k8s.io"
                    or "certificates.k8s.io"
                    or "resource.k8s.io";
    }

    /// <summary>A Secret of the core group: its contents are never shown.</summary>
    public static bool IsSecret(ObjectKey key) => key.Kind == "Secret" && Group(key.ApiVersion).Length == 0;
}
