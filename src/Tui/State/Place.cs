namespace Helmstuck.Tui.State;

/// <summary>
/// The cluster, for the header. <paramref name="User"/> is empty until it is known.
/// </summary>
internal sealed record Place(string Context, string Server, string User)
{
    /// <summary>The settings call this context production: the header says so.</summary>
    public bool Production { get; init; }
}
