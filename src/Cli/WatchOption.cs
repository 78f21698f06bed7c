using System.CommandLine;
using Helmstuck.Go;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Cli;

/// <summary><c>unstick --watch</c>: after the recovery, looks for a Helm that is alive after all.</summary>
internal static class WatchOption
{
    private const int NotVerified = 6;

    /// <param name="more">The end of its description.</param>
    public static Option<TimeSpan?> New(string more = "") =>
        DurationOption.New(
            "--watch",
            $"Afterwards, watch the records for DURATION for a Helm that is still running, and exit 6 if there is one{more}"
        );

    /// <summary>Says what was seen; returns the exit code: 6 if a Helm is alive, else 0.</summary>
    /// <param name="result">Receives the line if none was seen.</param>
    public static async Task<int> RunAsync(
        Session session,
        RecoveryPlan plan,
        RecoveryOutcome outcome,
        TimeSpan duration,
        Action<string> result,
        CancellationToken cancellation
    )
    {
        var streams = session.Streams;
        streams.Say($"watching the records for {GoDuration.Format(duration)} for a Helm that is still running (Ctrl-C ends it)");
        try
        {
            var (seen, error) = await new RecordWatcher(session.Surveyor.Records, session.Time)
                .WatchAsync(plan, outcome.Left, duration, cancellation)
                .ConfigureAwait(false);
            foreach (var sentence in seen)
                streams.Say(sentence);
            if (seen.Count > 0)
                return NotVerified;
            if (error is null)
                result($"no sign of a Helm that is still running for {GoDuration.Format(duration)}");
            else
                streams.Say($"could not read the records any more: {error}");
            return error is null ? 0 : NotVerified;
        }
        catch (OperationCanceledException)
        {
            streams.Say("stopped watching; the recovery itself is complete");
            return 0;
        }
    }
}
