using Helmstuck.Recovery;

namespace Helmstuck.Cli;

/// <summary>Prints how a recovery ended.</summary>
internal static class Outcome
{
    /// <summary>What was done goes to standard output, everything else to standard error; returns the exit code.</summary>
    public static int Print(CliStreams streams, RecoveryOutcome outcome)
    {
        foreach (var line in outcome.Lines)
        {
            if (outcome is RecoveryOutcome.Done)
                streams.Print(Terminal.Clean.Line(line));
            else
                streams.Say(line);
        }
        foreach (var command in outcome.Commands)
            streams.Say(command);
        return outcome.ExitCode;
    }
}
