using Helmstuck.Health;

namespace Helmstuck.Runbook;

/// <summary>An object of the stuck manifest, no workload, that Helm may be waiting for.</summary>
/// <param name="Object"><c>ExternalSecret/opt</c></param>
/// <param name="State">Why it is not ready; null where it could not be read.</param>
/// <param name="Unreadable">Why it could not be read; null where it could.</param>
internal sealed record AwaitedObject(string Object, ObjectNotReady? State, string? Unreadable)
{
    /// <summary>
    /// What it says of the operation: <see cref="CheckState.Fail"/> while a Helm may be waiting for it, <see cref="CheckState.Warn"/> if it
    /// is not ready but no sign of this operation, <see cref="CheckState.Unknown"/> if it could not be read while a Helm may be waiting,
    /// else <see cref="CheckState.Pass"/>.
    /// </summary>
    /// <param name="began">When the operation began; null where that is not known.</param>
    public CheckAnswer Judge(DateTimeOffset? began, DateTimeOffset now, TimeSpan longestTimeout)
    {
        var isOver = now - began > longestTimeout;
        if (State is not { } state)
            return new CheckAnswer(
                isOver ? CheckState.Pass : CheckState.Unknown,
                $"whether {Object} is ready is unknown: {Unreadable}",
                []
            );
        var what = $"{Object} ({state.What}{(state.Since is { } since ? $" since {PlainText.Utc(since)}" : "")})";
        if (state.WaitedFor.Length == 0)
            return new CheckAnswer(CheckState.Warn, $"{what} is not available; Helm does not wait for that", []);
        if (state.Since < began)
            return new CheckAnswer(CheckState.Warn, $"{what} was not ready before the operation began: no sign of it", []);
        return isOver
            ? new CheckAnswer(
                CheckState.Warn,
                $"{what} is not ready; the operation began {PlainText.Age(now - began!.Value)} ago, longer than helm.longestTimeout "
                    + $"({PlainText.Age(longestTimeout)})",
                []
            )
            : new CheckAnswer(CheckState.Fail, $"a {state.WaitedFor} with --wait may be waiting for {what}", []);
    }
}
