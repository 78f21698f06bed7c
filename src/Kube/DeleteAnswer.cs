namespace Helmstuck.Kube;

/// <summary>The server's answer to a delete.</summary>
/// <param name="Uid">The uid of the deleted object; empty if the server did not send it.</param>
/// <param name="StillThere">The object waits for its finalizers: it is marked for deletion, but still exists.</param>
internal sealed record DeleteAnswer(string Uid, bool StillThere);
