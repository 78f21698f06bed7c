using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>How a recovery ended. <see cref="ExitCode"/> is the contract's.</summary>
internal abstract record RecoveryOutcome
{
    public abstract int ExitCode { get; }

    /// <summary>What happened and what to do next, whole sentences, one per line.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>
    /// Commands for a shell with kubectl that do the same, a line each, where this program could not write its own files; else empty.
    /// </summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Backups that were written, newest revision first.</summary>
    public IReadOnlyList<Backup> Backups { get; init; } = [];

    /// <summary>The forecast from Helm's records as read afterwards; null if they were not read.</summary>
    public Forecast? After { get; init; }

    /// <summary>Those records, for the watch; empty if they were not read.</summary>
    public IReadOnlyList<RecordMeta> Left { get; init; } = [];

    /// <summary>0: done, verified and journalled (or, in a dry run, would be).</summary>
    public sealed record Done : RecoveryOutcome
    {
        public override int ExitCode => 0;
    }

    /// <summary>1: an error before anything was sent, or the server refused; nothing was changed.</summary>
    public sealed record Failed : RecoveryOutcome
    {
        public override int ExitCode => 1;
    }

    /// <summary>4: checks block; nothing was changed.</summary>
    public sealed record Blocked(IReadOnlyList<Check> Checks) : RecoveryOutcome
    {
        public override int ExitCode => 4;
    }

    /// <summary>5: the record is no longer the one that was reviewed; nothing was changed.</summary>
    public sealed record Changed : RecoveryOutcome
    {
        public override int ExitCode => 5;
    }

    /// <summary>6: deleted or marked, or perhaps, but Helm is still locked or it could not be verified or journalled.</summary>
    public sealed record Unverified : RecoveryOutcome
    {
        public override int ExitCode => 6;
    }
}
