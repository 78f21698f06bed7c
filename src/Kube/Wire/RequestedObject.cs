using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>What a request was about, for the message when it fails.</summary>
/// <param name="Method">GET, DELETE, …</param>
/// <param name="Type">What was asked for, or null for a path of its own.</param>
/// <param name="Name">The object's name, or null for a list.</param>
internal sealed record RequestedObject(string Method, ResourceType? Type, string? Name);
