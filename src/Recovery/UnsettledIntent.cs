using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>An intent in the journal without a result: the run that wrote it was interrupted, or is still active.</summary>
/// <param name="At">When it was written, by this machine's clock.</param>
internal sealed record UnsettledIntent(
    JournaledActionKind Kind,
    DateTimeOffset At,
    string User,
    string Namespace,
    string Record,
    string Uid,
    string ResourceVersion,
    string Backup
);
