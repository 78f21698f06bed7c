using System.Globalization;
using Helmstuck.Go;

namespace Helmstuck.Runbook;

/// <summary>Times and counts in words, the same for the screen, the report and the evidence.</summary>
internal static class PlainText
{
    /// <summary>An age as kubectl prints it: <c>42s</c>, <c>14m</c>, <c>3h20m</c>, <c>5d</c>; negative ages are <c>0s</c>.</summary>
    public static string Age(TimeSpan age) => HumanDuration.Format(age);

    /// <summary><c>2026-11-22 14:02:11Z</c></summary>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>14:02:11Z</c></summary>
    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339, whole seconds, UTC: <c>2026-11-22T14:02:11Z</c></summary>
    public static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 record</c>, <c>2 records</c></summary>
    public static string Count(int count, string singular, string? plural = null) =>
        Text($"{count} {(count == 1 ? singular : plural ?? singular + "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
