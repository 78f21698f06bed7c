using Helmstuck.Health;
using Helmstuck.Helm.Manifests;

namespace Helmstuck.Survey;

/// <summary>A workload from a manifest, and which of the two manifests contain it.</summary>
internal sealed record NamedWorkload(ManifestObject Manifest, NamedIn NamedIn)
{
    public WorkloadKind Kind => WorkloadKind.Of(Manifest.Key.ApiVersion, Manifest.Key.Kind);
}
