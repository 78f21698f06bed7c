namespace Helmstuck.Demo;

/// <summary>A Deployment's counters. <paramref name="Old"/>: replicas of older ReplicaSets.</summary>
internal sealed record DemoCounts(int Desired, int Updated, int Available, int Old = 0, bool Serves = true, bool Stalled = false);
