namespace Helmstuck.Runbook;

/// <summary>A write by a Helm client, by the server's clock. <paramref name="Object"/> is <c>Kind/name</c>.</summary>
internal sealed record HelmWrite(string Object, string Manager, DateTimeOffset At);
