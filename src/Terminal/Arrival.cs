namespace Helmstuck.Terminal;

/// <summary>When an event came.</summary>
/// <param name="Read">Numbers the reads that brought something; what is read without a pause in between counts as one.</param>
/// <param name="At">A clock that is never set, at that read.</param>
internal readonly record struct Arrival(long Read, TimeSpan At)
{
    /// <summary>Nobody looks at what one key did and presses the next one sooner.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Whether a person may have done this after the other: not in one read with it, nor within <see cref="Pause"/> of it.
    /// </summary>
    public bool IsApartFrom(Arrival earlier) => Read > earlier.Read && At - earlier.At >= Pause;
}
