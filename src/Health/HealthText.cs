namespace Helmstuck.Health;

/// <summary>The verdicts as sentences.</summary>
internal static class HealthText
{
    /// <summary>Healthy or within tolerance: the check passes.</summary>
    public static bool IsFine(WorkloadVerdict verdict) => verdict is WorkloadVerdict.Healthy or WorkloadVerdict.WithinTolerance;

    /// <summary>One workload with its reason: "webservice: 28 of 30 available".</summary>
    public static string Of(WorkloadHealth workload) => $"{workload.Name}: {workload.Reason}";

    /// <summary>
    /// All workloads in one sentence: "6 of 6 workloads healthy", "1 of 6 is not healthy: webservice: 28 of 30 available", "2 of 6 are not
    /// healthy: webservice (stalled), cache (paused)".
    /// </summary>
    public static string All(IReadOnlyList<WorkloadHealth> workloads)
    {
        if (workloads.Count == 0)
            return "no workload was found";
        var wrong = workloads.Where(workload => !IsFine(workload.Verdict)).OrderByDescending(workload => Weight(workload.Verdict)).ToList();
        switch (wrong.Count)
        {
            case 0:
                var tolerated = workloads.Count(workload => workload.Verdict == WorkloadVerdict.WithinTolerance);
                return $"{workloads.Count} of {workloads.Count} workloads healthy"
                    + (tolerated > 0 ? $", {tolerated} of them within the HPA's tolerance" : "");
            case 1:
                return $"1 of {workloads.Count} "
                    + $"{(wrong[0].Verdict == WorkloadVerdict.Unknown ? "could not be judged" : "is not healthy")}: {Of(wrong[0])}";
            default:
                var doubt = wrong.TrueForAll(workload => workload.Verdict == WorkloadVerdict.Unknown)
                    ? "could not be judged"
                    : "are not healthy";
                return $"{wrong.Count} of {workloads.Count} {doubt}: "
                    + $"{string.Join(", ", wrong.Select(workload => $"{workload.Name} ({HealthText.Of(workload.Verdict)})"))}";
        }
    }

    // Worst first: what is certainly broken, then what may recover by itself, then what could not be read.
    private static int Weight(WorkloadVerdict verdict) =>
        verdict switch
        {
            WorkloadVerdict.Stalled => 6,
            WorkloadVerdict.Degraded => 5,
            WorkloadVerdict.Missing => 4,
            WorkloadVerdict.Paused => 3,
            WorkloadVerdict.Progressing => 2,
            WorkloadVerdict.Unknown => 1,
            _ => 0,
        };

    /// <summary>The verdict's name in JSON and in tables.</summary>
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
