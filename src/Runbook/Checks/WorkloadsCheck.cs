using Helmstuck.Health;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>workloads</c>: all healthy or within tolerance → pass; any progressing, degraded, stalled or paused → fail; missing → fail, but warn
/// if only the stuck manifest has it; a Job that its TTL may have removed → pass with a note; a claim that waits for its first pod, or a
/// CronJob that cannot be read → warn; unreadable, or of a kind without a rule → unknown; no workload at all → warn.
/// </summary>
internal static class WorkloadsCheck
{
    public const string Id = "workloads";

    public static readonly CheckDefinition Definition = new FactCheck<IReadOnlyList<WorkloadHealth>>
    {
        Id = Id,
        Question = "Is every workload of the release reconciled?",
        Topic = CheckTopic.Healthy,
        CanBeOverridden = true,
        Advises = RecommendedAction.Investigate,
        Reads = static subject => subject.Facts.Workloads,
        Judges = static (_, workloads) => Of(workloads),
    };

    public static CheckAnswer Of(IReadOnlyList<WorkloadHealth> workloads)
    {
        if (workloads.Count == 0)
            return new CheckAnswer(CheckState.Warn, "this release has no workload to check", []);
        var evidence = workloads.Select(workload => $"{Named(workload)}: {workload.Evidence}").ToList();
        var broken = workloads.Where(Broken).ToList();
        var unknown = workloads.Where(workload => workload is { Verdict: WorkloadVerdict.Unknown, NeverBlocks: false }).ToList();
        var missing = workloads.Where(workload => workload.Verdict == WorkloadVerdict.Missing).ToList();
        var gone = missing.Where(workload => workload.NeverBlocks).ToList();
        var onlyNew = missing.Except(gone).Where(workload => workload.NamedIn == NamedIn.StuckOnly).ToList();
        var harmless = workloads.Where(workload => workload.NeverBlocks).Except(gone).ToList();
        if (broken.Count > 0)
            return new CheckAnswer(CheckState.Fail, $"{Some(broken.Count, workloads.Count)} not reconciled: {First(broken)}", evidence);
        if (unknown.Count > 0)
            return new CheckAnswer(
                CheckState.Unknown,
                $"{Some(unknown.Count, workloads.Count)} in an unknown state: {First(unknown)}",
                evidence
            );
        if (harmless.Count > 0)
            return new CheckAnswer(CheckState.Warn, First(harmless), evidence);
        if (onlyNew.Count > 0)
            return new CheckAnswer(CheckState.Warn, $"{First(onlyNew)}; only the stuck revision names it", evidence);
        var tolerated = workloads.Count(workload => workload.Verdict == WorkloadVerdict.WithinTolerance);
        var healthy =
            $"{workloads.Count - gone.Count} of {PlainText.Count(workloads.Count, "workload")} reconciled"
            + (tolerated == 0 ? "" : $", {tolerated} within the HPA tolerance");
        return new CheckAnswer(
            CheckState.Pass,
            gone.Count == 0 ? healthy
                : gone.Count == workloads.Count ? First(gone)
                : $"{healthy}; {First(gone)}",
            evidence
        );
    }

    private static bool Broken(WorkloadHealth workload) =>
        !workload.NeverBlocks
        && workload.Verdict switch
        {
            WorkloadVerdict.Progressing or WorkloadVerdict.Degraded or WorkloadVerdict.Stalled or WorkloadVerdict.Paused => true,
            WorkloadVerdict.Missing => workload.NamedIn != NamedIn.StuckOnly,
            _ => false,
        };

    private static string Some(int count, int all) => $"{count} of {PlainText.Count(all, "workload")} {(count == 1 ? "is" : "are")}";

    private static string First(List<WorkloadHealth> workloads)
    {
        var first = workloads[0];
        return $"{Named(first)}: {first.Reason}";
    }

    // What is not known is looked up next, and kubectl get accepts Kind/name.
    private static string Named(WorkloadHealth workload) =>
        $"{workload.Kind}{(workload.Verdict == WorkloadVerdict.Unknown ? '/' : ' ')}{workload.Name}";
}
