namespace Helmstuck.Runbook;

/// <summary>
/// The entries of this machine's journal for one release, oldest first. <paramref name="Unreadable"/>: lines that are not entries, one
/// sentence each.
/// </summary>
internal sealed record ActionHistory(IReadOnlyList<JournaledAction> Actions, IReadOnlyList<string> Unreadable)
{
    public static readonly ActionHistory None = new([], []);
}
