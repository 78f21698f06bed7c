namespace Helmstuck.Tui.State;

/// <summary>
/// What is shown in place of the selected release's review while that is being read; nothing may be decided by it. If it is of the
/// selected release, it was read at <paramref name="At"/> and stays until the new review is complete. If it is of another one, it is
/// the frame before the move, and stays until <see cref="Message.StillReading"/> with its <paramref name="Id"/> comes.
/// </summary>
internal sealed record StandIn(ScreenReview Facts, DateTimeOffset? At, int Id);
