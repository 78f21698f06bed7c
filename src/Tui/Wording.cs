using System.Globalization;
using Helmstuck.Health;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tui;

/// <summary>Facts in words, where the screen needs one.</summary>
internal static class Wording
{
    public static string Of(CheckState state) => state switch
    {
        CheckState.Pass => "pass",
        CheckState.Warn => "warn",
        CheckState.Fail => "fail",
        _ => "unknown",
    };

    public static string Of(WorkloadVerdict verdict) => verdict switch
    {
        WorkloadVerdict.Healthy => "healthy",
        WorkloadVerdict.WithinTolerance => "within-tolerance",
        WorkloadVerdict.Progressing => "progressing",
        WorkloadVerdict.Degraded => "degraded",
        WorkloadVerdict.Stalled => "stalled",
        WorkloadVerdict.Paused => "paused",
        WorkloadVerdict.Missing => "missing",
        _ => "unknown",
    };

    /// <summary>How a workload's verdict weighs, as a check's state would.</summary>
    public static CheckState Weight(WorkloadHealth workload) => workload.Verdict switch
    {
        WorkloadVerdict.Healthy or WorkloadVerdict.WithinTolerance => CheckState.Pass,
        WorkloadVerdict.Unknown => CheckState.Unknown,
        WorkloadVerdict.Missing when workload.NamedIn == NamedIn.StuckOnly => CheckState.Warn,
        _ => CheckState.Fail,
    };

    public static string Of(RecoveryStep step) => step switch
    {
        RecoveryStep.Rereading => "read the record again",
        RecoveryStep.BackingUp => "write the backup",
        RecoveryStep.Journalling => "journal the intent",
        RecoveryStep.Sending => "send it to the API server",
        RecoveryStep.Verifying => "read Helm's records again",
        _ => "done",
    };

    public static string Of(RecommendedAction action) => action switch
    {
        RecommendedAction.Wait => "wait",
        RecommendedAction.Investigate => "investigate first",
        RecommendedAction.Delete => "delete the record",
        RecommendedAction.MarkFailed => "mark the record failed",
        RecommendedAction.MarkDeployed => "mark the record deployed",
        RecommendedAction.UninstallAgain => "run helm uninstall again",
        RecommendedAction.LeaveToOwner => "leave it to its owner",
        _ => "nothing to do",
    };

    /// <summary><c>14:02:11Z</c></summary>
    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-22 14:02:11Z</c></summary>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An age in its largest units, as kubectl prints it; empty where either time is unknown.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset? now)
    {
        if (since is not { } start || now is not { } end)
            return "";
        var age = end - start;
        return age switch
        {
            { Ticks: <= 0 } => "0s",
            { TotalMinutes: < 2 } => Text($"{(int)age.TotalSeconds}s"),
            { TotalHours: < 3 } => Text($"{(int)age.TotalMinutes}m"),
            { TotalHours: < 48 } => Text($"{(int)age.TotalHours}h"),
            _ => Text($"{(int)age.TotalDays}d"),
        };
    }

    /// <summary><c>1 record</c>, <c>2 records</c></summary>
    public static string Count(int count, string one, string? many = null) => Text($"{count} {(count == 1 ? one : many ?? one + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
