namespace Helmstuck.Tui.State;

/// <summary>
/// Something being read. <paramref name="Quiet"/>: in the background, the screen keeps what it has until the answer is complete.
/// </summary>
internal sealed record Fetch(int Id, bool Quiet, DateTimeOffset? Since)
{
    /// <summary>Releases that have been read, of <see cref="Total"/>; that is 0 while it is not known.</summary>
    public int Done { get; init; }

    public int Total { get; init; }
}
