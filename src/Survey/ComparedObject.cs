using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>A change, and the object in the cluster; null if none exists, or it could not be read.</summary>
internal sealed record ComparedObject(ManifestChange Change, KubeObject? Live)
{
    /// <summary>When Helm last wrote the object; null if that is not recorded.</summary>
    public HelmWrite? Write => Live is null ? null : LiveReader.WriteOf(Change.Object.Kind, Live);
}
