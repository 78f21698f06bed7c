using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube;

/// <summary>
/// One line of a watch. <paramref name="Error"/> only, and always, for <see cref="WatchEventType.Failed"/>, which is the last one.
/// </summary>
internal sealed record WatchEvent(WatchEventType Type, ObjectMeta? Object, KubeError? Error);
