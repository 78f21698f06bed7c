using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>What a request is about, for the error message.</summary>
/// <param name="Method">GET, DELETE, …</param>
/// <param name="Type">The requested type, or null for another path.</param>
/// <param name="Name">The object's name, or null for a list.</param>
internal sealed record RequestedObject(string Method, ResourceType? Type, string? Name);
