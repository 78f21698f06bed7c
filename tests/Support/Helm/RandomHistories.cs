using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Support;

/// <summary>
/// Histories as chance makes them: one to twelve revisions of any status, with gaps, and now and then everything that can be wrong with a
/// record.
/// </summary>
internal static class RandomHistories
{
    private static readonly string[] Statuses =
    [
        ReleaseStatus.Unknown,
        ReleaseStatus.Deployed,
        ReleaseStatus.Uninstalled,
        ReleaseStatus.Superseded,
        ReleaseStatus.Failed,
        ReleaseStatus.Uninstalling,
        ReleaseStatus.PendingInstall,
        ReleaseStatus.PendingUpgrade,
        ReleaseStatus.PendingRollback,
    ];

    private static readonly string[] Corruptions = [.. SeededHistory.Corruptions.Keys];

    /// <summary>Any of Helm's nine statuses.</summary>
    public static string Status(Random random) => Statuses[random.Next(Statuses.Length)];

    /// <summary>The next history; the same sequence for the same seed.</summary>
    public static SeededHistory Next(Random random)
    {
        var (count, gaps, odd) = (random.Next(1, 13), random.Next(3) == 0, random.Next(2) == 0);
        var lines = new List<string>();
        var revision = 0;
        while (lines.Count < count)
        {
            revision += gaps && random.Next(4) == 0 ? random.Next(2, 4) : 1;
            lines.Add(odd ? Odd(random, revision) : $"{revision} {Plausible(random, lines.Count == count - 1)}");
        }
        return new SeededHistory(lines);
    }

    private static string Odd(Random random, int revision) =>
        random.Next(20) switch
        {
            0 or 1 => $"{revision} {Status(random)}/{Status(random)}",
            2 => $"{revision} {Status(random)} corrupt={Corruptions[random.Next(Corruptions.Length)]}",
            3 => $"{revision} {Status(random)} !owner",
            4 => random.Next(3) == 0 ? $"{revision} {Status(random)} !name" : $"{revision} {Status(random)} plain",
            5 => random.Next(3) == 0 ? $"{revision}:{random.Next(1, 14)} {Status(random)}" : $"{revision} {Status(random)}",
            _ => $"{revision} {Plausible(random, false)}",
        };

    // Most real histories are superseded and failed revisions under one that is deployed or stuck: chance alone would rarely make one.
    private static string Plausible(Random random, bool newest) =>
        random.Next(3) == 0 ? Status(random)
        : newest
            ? random.Next(2) == 0 ? ReleaseStatus.Deployed
                : ReleaseStatus.Stuck[random.Next(4)]
        : random.Next(6) switch
        {
            0 => ReleaseStatus.Failed,
            1 => ReleaseStatus.Deployed,
            _ => ReleaseStatus.Superseded,
        };
}
