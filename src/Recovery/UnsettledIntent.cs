using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>An intent of the journal that no result follows: the run that wrote it was cut off, or is still at work.</summary>
internal sealed record UnsettledIntent(
    JournaledActionKind Kind,
    string User,
    string Namespace,
    string Record,
    string Uid,
    string ResourceVersion,
    string Backup
);
