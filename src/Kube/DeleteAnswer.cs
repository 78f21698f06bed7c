namespace Helmstuck.Kube;

/// <summary>What the server said to a delete.</summary>
/// <param name="Uid">Of the object that was deleted; empty where the server did not say.</param>
/// <param name="StillThere">The object waits for its finalizers: it is marked, not gone.</param>
internal sealed record DeleteAnswer(string Uid, bool StillThere);
