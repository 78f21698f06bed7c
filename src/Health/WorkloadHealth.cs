namespace Helmstuck.Health;

/// <summary>One workload with its verdict. Counts are null if the kind has none or they could not be read.</summary>
internal sealed record WorkloadHealth
{
    public required string Kind { get; init; }
    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required WorkloadVerdict Verdict { get; init; }
    public long? Desired { get; init; }
    public long? Updated { get; init; }
    public long? Ready { get; init; }
    public long? Available { get; init; }

    /// <summary>Value of the condition (True, False, Unknown), null if absent.</summary>
    public string? ConditionAvailable { get; init; }

    /// <summary>Value of the condition (True, False, Unknown), null if absent (no progressDeadlineSeconds).</summary>
    public string? ConditionProgressing { get; init; }

    public HpaFacts? Hpa { get; init; }

    /// <summary>The verdict as one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The counts against the tolerance, where an HPA targets it and they differ; else empty.</summary>
    public string Arithmetic { get; init; } = "";

    /// <summary><see cref="Reason"/> with <see cref="Arithmetic"/>, for evidence.</summary>
    public string Evidence => Arithmetic.Length == 0 ? Reason : $"{Reason}: {Arithmetic}";

    public NamedIn NamedIn { get; init; }

    /// <summary>Whether a rollout is still in progress (for helm-idle).</summary>
    public bool RollingOut { get; init; }

    /// <summary>
    /// The newest spec was observed and every pod exists and is of the newest revision; some pods are not ready.
    /// </summary>
    public bool LacksOnlyReadiness { get; init; }

    /// <summary>Its problem does not block a delete: the check warns.</summary>
    public bool NeverBlocks { get; init; }

    /// <summary>Why it is not healthy: pods grouped by reason, events, quota failures; a line each. Empty until read.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The pods of the stuck revision fail while the previous ones still serve: the fix is a new revision.</summary>
    public bool BrokenByStuckRevision { get; init; }
}
