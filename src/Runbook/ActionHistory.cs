namespace Helmstuck.Runbook;

/// <summary>
/// All that the journal of this machine tells of one release, oldest first. <paramref name="Unreadable"/>: lines that are no entries, a
/// sentence each.
/// </summary>
internal sealed record ActionHistory(IReadOnlyList<JournaledAction> Actions, IReadOnlyList<string> Unreadable)
{
    public static readonly ActionHistory None = new([], []);
}
