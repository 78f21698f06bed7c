using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

/// <summary>The address of an object. <paramref name="Namespace"/> is null for an object without one.</summary>
internal sealed record ObjectAddress(ResourceType Type, string? Namespace, string Name)
{
    public ApiPath Path => ApiPath.Of(Type, Namespace, Name);

    /// <summary>What an answer must be about.</summary>
    public Asked Asked => new(Type, Namespace, Name);
}
