using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Records;

/// <summary>
/// The hook that Helm started last, and the Jobs and Pods of its manifest. Only the cluster knows whether they run now.
/// </summary>
internal sealed record HookStart(
    string Name,
    string Kind,
    string Event,
    string Phase,
    DateTimeOffset StartedAt,
    IReadOnlyList<ObjectKey> Runners
);
