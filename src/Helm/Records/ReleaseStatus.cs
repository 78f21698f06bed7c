namespace Helmstuck.Helm.Records;

/// <summary>Statuses of a release, as in Helm (Helm: release/status.go).</summary>
internal static class ReleaseStatus
{
    public const string Unknown = "unknown";
    public const string Deployed = "deployed";
    public const string Uninstalled = "uninstalled";
    public const string Superseded = "superseded";
    public const string Failed = "failed";
    public const string Uninstalling = "uninstalling";
    public const string PendingInstall = "pending-install";
    public const string PendingUpgrade = "pending-upgrade";
    public const string PendingRollback = "pending-rollback";

    /// <summary>The statuses that make the newest record stuck, in the order of the label selector.</summary>
    public static readonly IReadOnlyList<string> Stuck = [PendingInstall, PendingUpgrade, PendingRollback, Uninstalling];

    /// <summary>Helm refuses an upgrade while the newest record has one of these: they are its lock (Helm: Status.IsPending).</summary>
    public static bool IsPending(string status) => status is PendingInstall or PendingUpgrade or PendingRollback;

    /// <summary>A release whose newest record has such a status is stuck: the pending ones, and uninstalling.</summary>
    public static bool IsStuck(string status) => IsPending(status) || status == Uninstalling;
}
