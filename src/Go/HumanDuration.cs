using System.Globalization;

namespace Helmstuck.Go;

/// <summary>Ages as kubectl prints them (Kubernetes: util/duration HumanDuration).</summary>
internal static class HumanDuration
{
    /// <summary><c>90s</c>, <c>4m</c>, <c>4m12s</c>, <c>3h10m</c>, <c>9d</c>; a negative one is <c>0s</c>.</summary>
    public static string Format(TimeSpan age) =>
        age switch
        {
            { Ticks: <= 0 } => "0s",
            { TotalMinutes: < 2 } => Text($"{(int)age.TotalSeconds}s"),
            { TotalMinutes: < 10 } => age.Seconds == 0 ? Text($"{age.Minutes}m") : Text($"{age.Minutes}m{age.Seconds}s"),
            { TotalHours: < 3 } => Text($"{(int)age.TotalMinutes}m"),
            { TotalHours: < 8 } => age.Minutes == 0 ? Text($"{age.Hours}h") : Text($"{age.Hours}h{age.Minutes}m"),
            { TotalHours: < 48 } => Text($"{(int)age.TotalHours}h"),
            { TotalDays: < 8 } => age.Hours == 0 ? Text($"{age.Days}d") : Text($"{age.Days}d{age.Hours}h"),
            _ => Text($"{(int)age.TotalDays}d"),
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
