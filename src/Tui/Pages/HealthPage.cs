using Helmstuck.Health;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// The workloads, worst first, with the reason below each that is not healthy. On the whole screen, with every reason and autoscaler.
/// </summary>
internal static class HealthPage
{
    private const int ReadyWidth = 6,
        UpdatedWidth = 7,
        AvailableWidth = 5;

    public static Page Write(Page page, Review review, bool all)
    {
        var theme = page.Theme;
        var check = review.Find(WorkloadsCheck.Id);
        if (review.Workloads.Count == 0)
        {
            return page.Add(
                check switch
                {
                    { Pending: false } => new Piece($"{Marks.Of(check.State)} {check.Summary}", theme.Of(check.State)),
                    null when review.Loading.Count == 0 => new Piece("The workloads were not read.", theme.Dim),
                    _ => new Piece("reading the workloads …", theme.Dim),
                }
            );
        }

        var several = review.Workloads.Select(workload => workload.Namespace).Distinct().Count() > 1;
        var longest = review.Workloads.Max(workload => TextWidth.Measure(Name(workload, several)));
        var state = 2 + review.Workloads.Max(workload => HealthText.Of(workload.Verdict).Length);
        var rest = page.Width - state - ReadyWidth - 4;
        // Two numbers are left out rather than the middle of a name.
        int[] numbers = rest - UpdatedWidth - AvailableWidth - 4 >= longest ? [-ReadyWidth, -UpdatedWidth, -AvailableWidth] : [-ReadyWidth];
        var name = Math.Clamp(longest, 8, Math.Max(rest, 10));
        int[] widths = [state, name, .. numbers];
        page.Row(
            widths,
            new Piece("STATE", theme.Dim),
            new Piece("WORKLOAD", theme.Dim),
            new Piece("READY", theme.Dim),
            new Piece("UPDATED", theme.Dim),
            new Piece("AVAIL", theme.Dim)
        );
        foreach (var workload in review.Workloads.OrderByDescending(Badness).ThenBy(workload => workload.Name, StringComparer.Ordinal))
            Workload(page, widths, workload, review, several, all);
        return page;
    }

    private static void Workload(Page page, int[] widths, WorkloadHealth workload, Review review, bool several, bool all)
    {
        var theme = page.Theme;
        var weight = TuiText.Weight(workload);
        page.Row(
            widths,
            new Piece($"{Marks.Of(weight)} {HealthText.Of(workload.Verdict)}", theme.Of(weight)),
            new Piece(TextWidth.Middle(Clean.Line(Name(workload, several)), widths[1]), theme.Text),
            new Piece(Ready(workload), theme.Text),
            new Piece(Number(workload.Updated), theme.Text),
            new Piece(Number(workload.Available), theme.Text)
        );
        var fine = workload.Verdict == WorkloadVerdict.Healthy;
        if ((!fine || all) && TextWidth.Measure(Name(workload, several)) > widths[1])
            page.Beside("    ", new Piece(Name(workload, several), theme.Text));
        if ((!fine || all) && workload.Reason.Length > 0)
            page.Beside("    ", new Piece(workload.Reason, fine ? theme.Dim : theme.Text));
        // The runbook compares these: where the columns have no room, a line has.
        if (widths.Length == 3 && !fine && workload.Updated is not null)
            page.Beside(
                "    ",
                new Piece(
                    $"desired {Number(workload.Desired)}, updated {Number(workload.Updated)}, available {Number(workload.Available)}",
                    theme.Dim
                )
            );
        if (all && workload.Arithmetic.Length > 0)
            page.Beside("    ", new Piece(workload.Arithmetic, theme.Dim));
        // All that a first install names is only in it.
        if (workload.NamedIn != NamedIn.Both && review.History.Count > 1)
            page.Beside(
                "    ",
                new Piece(
                    workload.NamedIn == NamedIn.StuckOnly ? $"only in revision {review.Record?.Revision}" : "only in the previous revision",
                    theme.Dim
                )
            );
        foreach (var problem in workload.Problems)
            page.Bullet(problem, 4);
        if (workload.Hpa is { } hpa && (all || hpa.Trouble.Length > 0))
            page.Beside(
                "    ",
                new Piece(
                    $"HPA {hpa.Name}: {Number(hpa.Min)} to {Number(hpa.Max)} replicas, current {Number(hpa.Current)}, desired "
                        + $"{Number(hpa.Desired)}{(hpa.Trouble.Length > 0 ? $"; {hpa.Trouble}" : "")}",
                    hpa.Trouble.Length > 0 ? theme.Warn : theme.Dim
                )
            );
        if (all && (workload.ConditionAvailable ?? workload.ConditionProgressing) is not null)
            page.Beside(
                "    ",
                new Piece(
                    $"Available {workload.ConditionAvailable ?? "absent"}, Progressing {workload.ConditionProgressing ?? "absent"}",
                    theme.Dim
                )
            );
    }

    private static int Badness(WorkloadHealth workload) =>
        workload.Verdict switch
        {
            WorkloadVerdict.Stalled => 7,
            WorkloadVerdict.Degraded => 6,
            WorkloadVerdict.Missing => 5,
            WorkloadVerdict.Unknown => 4,
            WorkloadVerdict.Progressing => 3,
            WorkloadVerdict.Paused => 2,
            WorkloadVerdict.WithinTolerance => 1,
            _ => 0,
        };

    private static string Name(WorkloadHealth workload, bool several) =>
        $"{(several ? workload.Namespace + "/" : "")}{Short(workload.Kind)}/{workload.Name}";

    /// <summary>kubectl's short names.</summary>
    private static string Short(string kind) =>
        kind switch
        {
            "Deployment" => "deploy",
            "StatefulSet" => "sts",
            "DaemonSet" => "ds",
            "PersistentVolumeClaim" => "pvc",
            _ => kind.ToLowerInvariant(),
        };

    private static string Ready(WorkloadHealth workload) =>
        workload.Ready is null && workload.Desired is null ? "" : $"{Number(workload.Ready)}/{Number(workload.Desired)}";

    private static string Number(long? count) => count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–";
}
