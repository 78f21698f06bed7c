using System.CommandLine;
using Helmstuck.Recovery;

namespace Helmstuck.Cli;

/// <summary><c>restore</c>: restores a deleted record from its backup.</summary>
internal static class RestoreCommand
{
    /// <summary>The argument's name, by which the completion knows it.</summary>
    public const string FileName = "FILE";

    public static Command Build(CommandRunner run)
    {
        var file = new Argument<string>(FileName)
        {
            Description = "The backup: a file under $XDG_STATE_HOME/helmstuck/backups; without it the backups are listed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("restore", "Restore a deleted record from its backup, if its name is still free") { file };
        run.InSettledSession(
            command,
            async (parsed, session, cancellation) =>
            {
                if (session.ReadOnly)
                {
                    session.Streams.Say("error: read-only: nothing can be restored");
                    return 1;
                }
                if (parsed.GetValue(file) is not { Length: > 0 } path)
                    return SayChoices(session);
                var named = run.Globals(parsed).Kube;
                return Outcome.Print(
                    session.Streams,
                    await session
                        .Restorer.RunAsync(path, cancellation, new RestoreScope(named.Namespace, named.Context))
                        .ConfigureAwait(false)
                );
            }
        );
        return command;
    }

    private static int SayChoices(Session session)
    {
        var choices = session.Restorer.Choices();
        session.Streams.Say(choices.Count == 0 ? "error: there is no backup to restore" : "error: name the backup to restore:");
        foreach (var choice in choices)
            session.Streams.Say($"  {choice}");
        return 1;
    }
}
