using System.CommandLine;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>report</c>: the Review as Markdown, for an incident issue.</summary>
internal static class ReportCommand
{
    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var command = new Command("report", "Print the review of a release as Markdown, for an incident issue") { release };
        command.SetAction((parsed, cancellation) => run.WithSession(parsed, async session =>
        {
            if (await ExplainCommand.ReadAsync(session, parsed.GetValue(release)!, new ReviewOptions { WholeHistory = true }, cancellation).ConfigureAwait(false) is not { } review)
                return 1;
            session.Streams.Out.Write(Report.Markdown(review));
            return 0;
        }));
        return command;
    }
}
