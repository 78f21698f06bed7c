namespace Helmstuck.Helm.Records;

/// <summary>The one rule that tells an operation in progress from a stuck one, and how the phases are spelled.</summary>
internal static class ReleasePhases
{
    /// <summary>
    /// The phase of a release whose newest record blocks Helm. <paramref name="silence"/>: how long ago the record was created or last
    /// written; negative counts as now, as the server's clock shows whole seconds, and null (not known) as long ago.
    /// </summary>
    public static ReleasePhase OfLock(TimeSpan? silence, TimeSpan idleAfter) =>
        silence is { } known && (known < TimeSpan.Zero ? TimeSpan.Zero : known) < idleAfter ? ReleasePhase.InProgress : ReleasePhase.Stuck;

    /// <summary>As <c>list -o json</c> spells it: <c>ok</c>, <c>in-progress</c>, <c>stuck</c>.</summary>
    public static string Text(this ReleasePhase phase) =>
        phase switch
        {
            ReleasePhase.Ok => "ok",
            ReleasePhase.InProgress => "in-progress",
            _ => "stuck",
        };
}
