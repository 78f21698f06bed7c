using System.CommandLine;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>report</c>: the Review as Markdown, for an incident issue.</summary>
internal static class ReportCommand
{
    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var command = new Command("report", "Print the review of a release as Markdown, for an incident issue") { release };
        run.InSettledSession(
            command,
            async (parsed, session, cancellation) =>
            {
                // A release whose only record was deleted no longer exists for Helm, but the report still says what was done to it.
                if (
                    await ExplainCommand
                        .ReadAsync(
                            session,
                            parsed.GetValue(release)!,
                            new ReviewOptions { WholeHistory = true, LeftBehind = true },
                            cancellation,
                            gone => session.Reporter.DoneTo(gone).Actions.Count > 0
                        )
                        .ConfigureAwait(false)
                    is not { } review
                )
                    return 1;
                session.Streams.Out.Write(session.Reporter.Markdown(review));
                return 0;
            }
        );
        return command;
    }
}
