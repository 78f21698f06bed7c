using System.CommandLine;
using Helmstuck.Recovery;

namespace Helmstuck.Cli;

/// <summary><c>restore</c>: puts a deleted record back from its backup.</summary>
internal static class RestoreCommand
{
    public static Command Build(CommandRunner run)
    {
        var file = new Argument<string>("FILE") { Description = "The backup: a file under $XDG_STATE_HOME/helmstuck/backups" };
        var command = new Command("restore", "Restore a deleted record from its backup, if its name is still free") { file };
        command.SetAction(
            (parsed, cancellation) =>
                run.WithSession(
                    parsed,
                    async session =>
                    {
                        if (session.ReadOnly)
                        {
                            session.Streams.Say("error: read-only: nothing can be restored");
                            return 1;
                        }
                        return Outcome.Print(
                            session.Streams,
                            await session.Restorer.RunAsync(parsed.GetValue(file)!, cancellation).ConfigureAwait(false)
                        );
                    }
                )
        );
        return command;
    }
}
