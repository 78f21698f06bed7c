using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>The order of the releases: names and statuses from A on, the highest revision and the youngest first.</summary>
internal static class RowOrder
{
    /// <summary>What each <see cref="SortColumn"/> is called, in its order.</summary>
    public static readonly string[] Names = ["none", "name", "status", "revision", "age"];

    public static IReadOnlyList<ReleaseRow> Sorted(this IReadOnlyList<ReleaseRow> rows, SortColumn column)
    {
        if (column == SortColumn.None)
            return rows;
        var sorted = new List<ReleaseRow>(rows);
        sorted.Sort((one, other) => Compare(one, other, column) is not 0 and var order ? order : Compare(one, other, SortColumn.Name));
        return sorted;
    }

    private static int Compare(ReleaseRow one, ReleaseRow other, SortColumn column) =>
        column switch
        {
            SortColumn.Status => string.CompareOrdinal(one.Status, other.Status),
            SortColumn.Revision => other.Revision.CompareTo(one.Revision),
            SortColumn.Age => Ticks(other).CompareTo(Ticks(one)),
            _ => string.CompareOrdinal(one.Release, other.Release) is not 0 and var order
                ? order
                : string.CompareOrdinal(one.Namespace, other.Namespace),
        };

    private static long Ticks(ReleaseRow row) => row.StartedAt?.UtcTicks ?? 0;
}
