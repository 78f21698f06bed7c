namespace Helmstuck.Tui.State;

/// <summary>
/// Something being read. <paramref name="Quiet"/>: in the background, the screen keeps what it has until the answer is complete.
/// </summary>
internal sealed record Fetch(int Id, bool Quiet, DateTimeOffset? Since);
