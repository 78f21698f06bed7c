using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube;

/// <summary>
/// One line of a watch. <paramref name="Error"/> is set only for <see cref="WatchEventType.Failed"/>, which is the last event.
/// </summary>
internal sealed record WatchEvent(WatchEventType Type, ObjectMeta? Object, KubeError? Error);
