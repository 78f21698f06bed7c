using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary>Opens a session for a command and closes it afterwards.</summary>
internal sealed class CommandRunner(CliRoot root, GlobalFlags globals)
{
    public CliRoot Root { get; } = root;

    public GlobalValues Globals(ParseResult parsed) => globals.Read(parsed);

    public Task<int> WithSession(ParseResult parsed, Func<Session, Task<int>> run) => With(globals.Read(parsed), run);

    public Task<int> WithSession(GlobalValues values, Func<Session, Task<int>> run) => With(values, run);

    private async Task<int> With(GlobalValues values, Func<Session, Task<int>> run)
    {
        switch (Root.Open(values))
        {
            case SessionResult.Ok { Session: var session }:
                using (session)
                    return await run(session).ConfigureAwait(false);
            case SessionResult.Failed { Message: var message }:
                Root.Streams.Say(message);
                return 1;
            default:
                throw new InvalidOperationException("a session is Ok or Failed");
        }
    }

    /// <summary>For commands that review or recover: first reports the results of interrupted runs.</summary>
    public Task<int> WithSettledSession(ParseResult parsed, Func<Session, Task<int>> run, CancellationToken cancellation) =>
        WithSettledSession(globals.Read(parsed), run, cancellation);

    /// <inheritdoc cref="WithSettledSession(ParseResult, Func{Session, Task{int}}, CancellationToken)"/>
    public Task<int> WithSettledSession(GlobalValues values, Func<Session, Task<int>> run, CancellationToken cancellation) =>
        With(
            values,
            async session =>
            {
                foreach (var line in await session.Aftermath.SettleAsync(cancellation).ConfigureAwait(false))
                    session.Streams.Say(line);
                return await run(session).ConfigureAwait(false);
            }
        );

    /// <summary>Makes <paramref name="run"/> what a command does, in a settled session.</summary>
    public void InSettledSession(Command command, Func<ParseResult, Session, CancellationToken, Task<int>> run) =>
        command.SetAction(
            (parsed, cancellation) => WithSettledSession(parsed, session => run(parsed, session, cancellation), cancellation)
        );
}
