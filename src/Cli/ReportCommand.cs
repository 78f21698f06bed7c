using System.CommandLine;
using Helmstuck.Recovery;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>report</c>: the Review as Markdown, for an incident issue.</summary>
internal static class ReportCommand
{
    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var copy = new Option<bool>("--copy")
        {
            Description = "Send the report to the clipboard of your terminal, too (OSC 52), also over SSH",
        };
        var file = new Option<string?>("--file")
        {
            Description = "Write the report to a new file that only you can read, instead of printing it",
            HelpName = "FILE",
        };
        var command = new Command("report", "Print the review of a release as Markdown, for an incident issue") { release, copy, file };
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
                var markdown = await session.Reporter.MarkdownAsync(review, cancellation).ConfigureAwait(false);
                var saved = parsed.GetValue(file) is { Length: > 0 } path
                    ? Save(session.Streams, path, markdown)
                    : Print(session.Streams, markdown);
                var copied = !parsed.GetValue(copy) || Copy(run.Root, markdown);
                return saved && copied ? 0 : 1;
            }
        );
        return command;
    }

    private static bool Print(CliStreams streams, string markdown)
    {
        streams.Out.Write(markdown);
        return true;
    }

    private static bool Save(CliStreams streams, string path, string markdown)
    {
        try
        {
            Reporter.Save(Path.GetFullPath(path), markdown);
            streams.Say($"report written: {Path.GetFullPath(path)}");
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            streams.Say($"error: the report was not written: {failure.Message}");
            return false;
        }
    }

    private static bool Copy(CliRoot root, string markdown)
    {
        if (root.Copy(markdown) is { } problem)
        {
            root.Streams.Say($"error: the report was not copied: {problem}");
            return false;
        }
        // The terminal does not answer.
        root.Streams.Say("report sent to the terminal's clipboard; a terminal without OSC 52, or with it switched off, ignores it");
        return true;
    }
}
