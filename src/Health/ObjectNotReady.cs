namespace Helmstuck.Health;

/// <summary>Why Helm may be waiting for an object that is no workload.</summary>
/// <param name="What"><c>Ready=False, SecretSyncedError</c></param>
/// <param name="Since">When it became so, by the server's clock; null where the object does not tell.</param>
/// <param name="WaitedFor">The Helm that waits for that with <c>--wait</c>: <c>Helm 3</c> or <c>Helm 4</c>; empty where none does.</param>
internal sealed record ObjectNotReady(string What, DateTimeOffset? Since, string WaitedFor);
