using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>The last warning events about some objects: newest first, with the same event of several pods listed once.</summary>
internal static class WarningEvents
{
    private const int Most = 4;
    private const int GeneratedSuffix = 5;

    /// <summary>At most four lines such as <c>FailedCreate ReplicaSet: exceeded quota … (×12, last 14:02:11Z)</c>.</summary>
    /// <param name="about">The uids of the objects; events of others are left out.</param>
    /// <param name="events">Core v1 Events.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<KubeObject> about, IReadOnlyList<KubeObject> events)
    {
        var uids = about.Select(subject => subject.Meta.Uid).Where(uid => uid.Length > 0).ToHashSet(StringComparer.Ordinal);
        // Longest first, so that a pod's name is masked before the name of its ReplicaSet within it.
        var names = about
            .Select(subject => subject.Meta.Name)
            .Where(name => name.Length > 0)
            .Distinct()
            .OrderByDescending(name => name.Length)
            .ToList();
        return
        [
            .. events
                .Where(item =>
                    item.Json.Text("type") == "Warning" && item.Json.Text("involvedObject", "uid") is { } uid && uids.Contains(uid)
                )
                .Select(item => new Warning(
                    item.Json.Text("reason") ?? "",
                    item.Json.Text("involvedObject", "kind") ?? "",
                    PodReason.OneLine(item.Json.Text("message")),
                    Math.Max(1, item.Json.Number("series", "count") ?? item.Json.Number("count") ?? 1),
                    LastSeen(item)
                ))
                .GroupBy(seen => $"{seen.Reason}\n{seen.Kind}\n{Mask(seen.Message, names)}")
                .Select(group => new Same(group.MaxBy(seen => seen.Time)!, group.Sum(seen => (decimal)seen.Count)))
                .OrderByDescending(seen => seen.Newest.Time)
                .Take(Most)
                .Select(seen =>
                    $"{seen.Newest.Reason} {seen.Newest.Kind}: {seen.Newest.Message} ({(seen.Count > 1 ? $"×{seen.Count}, " : "")}last "
                    + $"{Clock(seen.Newest.Time)})"
                ),
        ];
    }

    /// <summary>The newest event about an object, a warning or not.</summary>
    public static KubeObject? Newest(KubeObject about, IReadOnlyList<KubeObject> events) =>
        events.Where(item => about.Meta.Uid.Length > 0 && item.Json.Text("involvedObject", "uid") == about.Meta.Uid).MaxBy(LastSeen);

    private static DateTimeOffset LastSeen(KubeObject item) =>
        item.Json.Time("series", "lastObservedTime")
        ?? item.Json.Time("lastTimestamp")
        ?? item.Json.Time("eventTime")
        ?? item.Meta.CreationTimestamp
        ?? DateTimeOffset.MinValue;

    private static string Clock(DateTimeOffset time) =>
        time == DateTimeOffset.MinValue ? "at an unknown time" : time.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Without the names of pods, also of those that were never created: a ReplicaSet's name, a dash and five letters.</summary>
    private static string Mask(string message, List<string> names)
    {
        foreach (var name in names)
        {
            for (
                var at = message.IndexOf(name, StringComparison.Ordinal);
                at >= 0;
                at = message.IndexOf(name, at + 1, StringComparison.Ordinal)
            )
            {
                var end = at + name.Length;
                if (
                    end + GeneratedSuffix < message.Length
                    && message[end] == '-'
                    && message.AsSpan(end + 1, GeneratedSuffix).IndexOfAnyExcept(Letters) < 0
                )
                    end += 1 + GeneratedSuffix;
                message = string.Concat(message.AsSpan(0, at), "…", message.AsSpan(end));
            }
        }
        return message;
    }

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789"
    );

    // Reference types: the code of LINQ over them is there already, over tuples it would take 50 KB of the executable.
    private sealed record Warning(string Reason, string Kind, string Message, long Count, DateTimeOffset Time);

    private sealed record Same(Warning Newest, decimal Count);
}
