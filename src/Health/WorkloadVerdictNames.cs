namespace Helmstuck.Health;

/// <summary>The verdicts' names in JSON and in tables.</summary>
internal static class WorkloadVerdictNames
{
    public static string Of(WorkloadVerdict verdict) =>
        verdict switch
        {
            WorkloadVerdict.Healthy => "healthy",
            WorkloadVerdict.WithinTolerance => "within-tolerance",
            WorkloadVerdict.Progressing => "progressing",
            WorkloadVerdict.Degraded => "degraded",
            WorkloadVerdict.Stalled => "stalled",
            WorkloadVerdict.Paused => "paused",
            WorkloadVerdict.Missing => "missing",
            WorkloadVerdict.Unknown => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
        };
}
