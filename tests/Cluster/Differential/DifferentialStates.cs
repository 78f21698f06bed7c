namespace Helmstuck.Tests.Cluster.Differential;

/// <summary>
/// The named states of a history that the forecasts are held against: everything that Helm's own rules tell apart, and each state in which
/// they once disagreed.
/// </summary>
internal static class DifferentialStates
{
    public static readonly IReadOnlyDictionary<string, SeededHistory> All = new Dictionary<string, SeededHistory>
    {
        ["no record"] = new(),

        // The newest status, alone.
        ["only deployed"] = new("1 deployed"),
        ["only failed"] = new("1 failed"),
        ["only superseded"] = new("1 superseded"),
        ["only pending-install"] = new("1 pending-install"),
        ["only pending-upgrade"] = new("1 pending-upgrade"),
        ["only pending-rollback"] = new("1 pending-rollback"),
        ["only uninstalling"] = new("1 uninstalling"),
        ["only uninstalled"] = new("1 uninstalled"),
        ["only unknown"] = new("1 unknown"),

        // The newest status over a deployed revision, and over none.
        ["deployed over superseded"] = new("1 superseded", "2 deployed"),
        ["failed over deployed"] = new("1 superseded", "2 deployed", "3 failed"),
        ["failed over superseded"] = new("1 superseded", "2 superseded", "3 failed"),
        ["superseded over deployed"] = new("1 deployed", "2 superseded"),
        ["superseded over superseded"] = new("1 superseded", "2 superseded"),
        ["pending-install over deployed"] = new("1 deployed", "2 pending-install"),
        ["pending-upgrade over deployed"] = new("1 superseded", "2 deployed", "3 pending-upgrade"),
        ["pending-upgrade over superseded, everything applied"] = new("1 superseded", "2 superseded", "3 pending-upgrade"),
        ["pending-upgrade over failed"] = new("1 failed", "2 pending-upgrade"),
        ["pending-rollback over failed over deployed"] = new("1 superseded", "2 deployed", "3 failed", "4 pending-rollback"),
        ["pending-rollback over superseded"] = new("1 superseded", "2 superseded", "3 pending-rollback"),
        ["uninstalling over deployed"] = new("1 deployed", "2 uninstalling"),
        ["uninstalling over superseded"] = new("1 superseded", "2 uninstalling"),
        ["uninstalling over failed over deployed"] = new("1 deployed", "2 failed", "3 uninstalling"),
        ["uninstalled over superseded"] = new("1 superseded", "2 uninstalled"),
        ["uninstalled over deployed"] = new("1 deployed", "2 uninstalled"),
        ["unknown over deployed"] = new("1 deployed", "2 unknown"),
        ["unknown over superseded"] = new("1 superseded", "2 unknown"),
        ["failed over failed over deployed"] = new("1 deployed", "2 failed", "3 failed"),
        ["deployed over pending-upgrade"] = new("1 superseded", "2 pending-upgrade", "3 deployed"),
        ["failed over pending-upgrade over deployed"] = new("1 deployed", "2 pending-upgrade", "3 failed"),
        ["superseded over failed"] = new("1 failed", "2 superseded"),

        // Several stuck, several deployed.
        ["two stacked pending-upgrades"] = new("1 deployed", "2 pending-upgrade", "3 pending-upgrade"),
        ["three stacked, of each kind"] = new("1 deployed", "2 pending-upgrade", "3 pending-rollback", "4 pending-upgrade"),
        ["all stacked"] = new("1 pending-install", "2 pending-upgrade"),
        ["uninstalling over pending-upgrade"] = new("1 deployed", "2 pending-upgrade", "3 uninstalling"),
        ["pending-upgrade over uninstalling"] = new("1 deployed", "2 uninstalling", "3 pending-upgrade"),
        ["pending-upgrade over uninstalled"] = new("1 superseded", "2 uninstalled", "3 pending-upgrade"),
        ["two deployed"] = new("1 deployed", "2 deployed"),
        ["two deployed under failed"] = new("1 deployed", "2 deployed", "3 failed"),
        ["two deployed under pending-upgrade"] = new("1 deployed", "2 deployed", "3 pending-upgrade"),

        // Numbers.
        ["gap below deployed"] = new("1 superseded", "3 deployed"),
        ["gap below pending-upgrade"] = new("2 deployed", "5 pending-upgrade"),
        ["starts late"] = new("7 deployed"),
        ["ten or more, deployed"] = new([.. Many(1, 9, "superseded"), "10 deployed"]),
        ["ten or more, pending-upgrade"] = new([.. Many(1, 9, "superseded"), "10 deployed", "11 pending-upgrade"]),
        ["ten or more, nothing deployed"] = new([.. Many(1, 11, "superseded"), "12 failed"]),
        ["pruning spares the deployed oldest"] = new(["1 deployed", .. Many(2, 11, "failed"), "12 failed"]),
        ["install order, 9 superseded and 10 uninstalled"] = new("9 superseded", "10 uninstalled"),
        ["install order, 9 uninstalled and 10 deployed"] = new("9 uninstalled", "10 deployed"),
        ["install order, 9 uninstalled and 10 failed"] = new("9 uninstalled", "10 failed"),
        ["install order, 9 uninstalled and 10 pending-upgrade"] = new("9 uninstalled", "10 pending-upgrade"),
        ["install order, 99 uninstalled and 100 uninstalled"] = new("99 uninstalled", "100 uninstalled"),
        ["install order, 9 uninstalled of many"] = new([.. Many(1, 8, "superseded"), "9 uninstalled", "10 deployed", "11 failed"]),

        // Label against payload.
        ["label failed over pending-upgrade"] = new("1 deployed", "2 failed/pending-upgrade"),
        ["label deployed over pending-upgrade"] = new("1 superseded", "2 deployed/pending-upgrade"),
        ["label pending-upgrade over deployed"] = new("1 superseded", "2 pending-upgrade/deployed"),
        ["label pending-upgrade over failed"] = new("1 deployed", "2 pending-upgrade/failed"),
        ["label superseded over deployed, older"] = new("1 superseded/deployed", "2 uninstalling"),
        ["label superseded over deployed, under failed"] = new("1 superseded/deployed", "2 failed"),
        ["label deployed over superseded, older"] = new("1 deployed/superseded", "2 failed"),
        ["label deployed over failed, older"] = new("1 deployed", "2 deployed/failed", "3 failed"),
        ["label uninstalled over deployed"] = new("1 uninstalled/deployed"),

        // Records that Helm skips.
        ["corrupt newest over deployed"] = new("1 deployed", "2 pending-upgrade corrupt=gzip"),
        ["corrupt newest over pending-upgrade"] = new("1 deployed", "2 pending-upgrade", "3 pending-upgrade corrupt=json"),
        ["corrupt only"] = new("1 deployed corrupt=gzip"),
        ["corrupt only, later"] = new("3 pending-upgrade corrupt=base64"),
        ["corrupt below pending-upgrade"] = new("1 deployed", "2 failed corrupt=type", "3 pending-upgrade"),
        ["corrupt first under uninstalled"] = new("1 superseded corrupt=gzip", "2 uninstalled"),
        ["corrupt rollback target"] = new("1 superseded", "2 superseded corrupt=gzip", "3 deployed"),
        ["corrupt labelled deployed"] = new("1 deployed corrupt=text", "2 uninstalling"),
        ["owner label missing on newest"] = new("1 deployed", "2 pending-upgrade !owner"),
        ["owner label missing on the only"] = new("1 deployed !owner"),
        ["owner label missing below"] = new("1 deployed", "2 failed !owner", "3 pending-upgrade"),
        ["name label missing on newest"] = new("1 deployed", "2 pending-upgrade !name"),
        ["name label missing on the only"] = new("2 deployed !name"),
        ["not compressed"] = new("1 superseded plain", "2 pending-upgrade plain"),
        ["record without info, newest"] = new("1 deployed", "2 failed noinfo"),
        ["record without info, base"] = new("1 deployed noinfo", "2 failed"),
        ["record without info, only"] = new("1 deployed noinfo"),
        ["record without info, last by name"] = new("9 superseded noinfo", "10 deployed"),

        // Payload against the object's name.
        ["payload calls itself newer"] = new("1 deployed", "2:5 pending-upgrade"),
        ["payload calls itself newer, failed"] = new("1 deployed", "2:5 failed"),
        ["payload calls itself newer, uninstalled"] = new("1 superseded", "2:5 uninstalled"),
        ["payload calls itself older"] = new("1 superseded", "2 deployed", "3:1 pending-upgrade"),
        ["payload calls itself the next"] = new("1:2 deployed", "3 superseded corrupt=json"),
        ["payload has no revision"] = new("1:0 deployed"),
        ["two payloads of one revision"] = new("2:2 deployed", "3:2 failed"),
        ["rollback target under another name"] = new("2:4 superseded", "5 deployed"),
        ["rollback target's name is corrupt"] = new("2:4 superseded", "4 superseded corrupt=gzip", "5 deployed"),
        ["pruning finds one under another name"] = new(["1:0 superseded", .. Many(2, 10, "superseded"), "11 deployed"]),
        ["pruning finds two under other names"] = new(["20:1 superseded", "21:2 superseded", .. Many(3, 10, "superseded"), "11 deployed"]),
        ["pruning meets a corrupt name"] = new([
            "1 superseded corrupt=gzip",
            "21:1 superseded",
            .. Many(3, 10, "superseded"),
            "11 deployed",
        ]),
        ["payload of another release"] = new("1 deployed calls-itself=other"),
        ["payload of another namespace"] = new("1 superseded space=elsewhere", "2 pending-upgrade"),
    };

    /// <summary>Histories whose manifests Helm cannot build, on the API server of the tests.</summary>
    public static readonly IReadOnlyDictionary<string, SeededHistory> Unbuilt = new Dictionary<string, SeededHistory>
    {
        ["deployed names a kind without its CRD"] = new("1 superseded", "2 deployed manifest=unserved"),
        ["base below pending-upgrade names a kind without its CRD"] = new("1 deployed manifest=unserved", "2 pending-upgrade"),
        ["base and pending-upgrade name a removed API"] = new("1 deployed manifest=removed", "2 pending-upgrade manifest=removed"),
        ["only pending-upgrade names a removed API"] = new("1 deployed", "2 pending-upgrade manifest=removed"),
        ["pending-upgrade over superseded, which names several"] = new("1 superseded manifest=several", "2 pending-upgrade"),
        ["pending-upgrade names several, over superseded"] = new("1 superseded", "2 pending-upgrade manifest=several"),
        ["only pending-install names one in a list"] = new("1 pending-install manifest=list"),
        ["failed over deployed, which names one in a list"] = new("1 deployed manifest=list", "2 failed"),
        ["uninstalling names one twice"] = new("1 superseded manifest=twice", "2 uninstalling manifest=twice"),
        ["uninstalled names one"] = new("1 superseded", "2 uninstalled manifest=unserved"),
        ["deployed names one that is kept"] = new("1 superseded", "2 deployed manifest=kept"),
        ["stacked over one that names a removed API"] = new("1 deployed manifest=removed", "2 pending-upgrade", "3 pending-rollback"),
        ["base below pending-upgrade cannot be parsed"] = new("1 deployed manifest=unparsable", "2 pending-upgrade"),
        ["deployed names one, its next name is taken"] = new("1 deployed manifest=unserved", "2 superseded corrupt=json"),
    };

    /// <summary>Of <see cref="All"/>, those that are asked about in a namespace that is being deleted.</summary>
    public static readonly IReadOnlyList<string> Terminating =
    [
        "no record",
        "only deployed",
        "only pending-install",
        "only uninstalling",
        "only uninstalled",
        "deployed over superseded",
        "failed over superseded",
        "pending-upgrade over deployed",
        "pending-rollback over superseded",
        "uninstalling over deployed",
        "uninstalled over superseded",
        "two stacked pending-upgrades",
        "corrupt newest over deployed",
        "name label missing on newest",
        "ten or more, pending-upgrade",
        "pruning finds two under other names",
    ];

    private static IEnumerable<string> Many(int first, int last, string status) =>
        Enumerable.Range(first, last - first + 1).Select(revision => $"{revision} {status}");
}
