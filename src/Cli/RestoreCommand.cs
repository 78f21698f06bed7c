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
            Description =
                "The backup: a file under $XDG_STATE_HOME/helmstuck/backups; without it the backups are listed; "
                + "- reads a decrypted one from standard input",
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
                var scope = new RestoreScope(named.Namespace, named.Context);
                return Outcome.Print(
                    session.Streams,
                    path == "-"
                        ? await FromInputAsync(session, scope, cancellation).ConfigureAwait(false)
                        : await session.Restorer.RunAsync(path, cancellation, scope).ConfigureAwait(false)
                );
            }
        );
        return command;
    }

    private static async Task<RecoveryOutcome> FromInputAsync(Session session, RestoreScope scope, CancellationToken cancellation)
    {
        if (session.Streams.InputIsTerminal)
            return new RecoveryOutcome.Failed { Lines = ["error: restore - reads a decrypted backup: pipe it into standard input"] };
        using var input = session.Streams.OpenInput();
        return await session.Restorer.RunAsync(input, scope, cancellation).ConfigureAwait(false);
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
