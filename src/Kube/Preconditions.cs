namespace Helmstuck.Kube;

/// <summary>The server acts only if the object still has both values; an empty one is not sent.</summary>
internal sealed record Preconditions(string Uid, string ResourceVersion);
