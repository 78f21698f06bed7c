using System.CommandLine;
using System.CommandLine.Help;

namespace Helmstuck.Cli;

/// <summary>The command line: one root, one file for each subcommand. Parses, reports a mistake in one line, and runs.</summary>
internal static class CommandLine
{
    public const string Name = "kubectl helmstuck";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliRoot root, CancellationToken cancellation)
    {
        var globals = new GlobalFlags();
        var command = Build(root, globals);
        if (arguments is [Completions.Question, ..])
            return await new Completions(root, command, globals).AnswerAsync([.. arguments.Skip(1)], cancellation).ConfigureAwait(false);
        if (arguments is [ManPage.Question])
        {
            root.Streams.Out.Write(ManPage.Of(command, BuildFacts.Own));
            return 0;
        }
        var parsed = Parse(command, BoolFlags.Spelled(command, arguments, out var wrong));
        var swallowed = wrong ?? UsageError.SwallowedFlag(parsed);
        if (swallowed is not null || (parsed.Errors.Count > 0 && parsed.Action is not (HelpText or VersionOptionAction)))
        {
            root.Streams.Say($"error: {swallowed ?? UsageError.Of(parsed)}");
            root.Streams.Say($"See '{UsageError.CommandPath(parsed)} --help' for usage.");
            return 1;
        }
        // Its defaults would kill a running delete two seconds after SIGTERM and print stack traces.
        var invocation = new InvocationConfiguration
        {
            Output = root.Streams.Out,
            Error = root.Streams.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellation).ConfigureAwait(false);
    }

    // "@name" is a release name or a typing error, never a file of arguments.
    public static ParseResult Parse(Command command, IReadOnlyList<string> arguments) =>
        command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    public static RootCommand Build(CliRoot root, GlobalFlags globals)
    {
        var command = new RootCommand("Find a stuck Helm release, see whether it is safe to unstick, and unstick it without a rollback.");
        foreach (var option in globals.All)
            command.Add(option);
        foreach (var version in command.Options.OfType<VersionOption>())
            version.Action = new VersionOptionAction(root.Streams);
        // kubectl has no /h and no -?.
        foreach (var alias in (string[])["/h", "/?", "-?"])
            command.Options.OfType<HelpOption>().First().Aliases.Remove(alias);
        HelpText.Use(command, parsed => root.IsReadOnly(globals.Read(parsed)));
        var run = new CommandRunner(root, globals);
        command.Add(ListCommand.Build(run));
        command.Add(ExplainCommand.Build(run));
        command.Add(UnstickCommand.Build(run));
        command.Add(GuardCommand.Build(run));
        command.Add(RestoreCommand.Build(run));
        command.Add(JournalCommand.Build(run));
        command.Add(BackupsCommand.Build(run));
        command.Add(ReportCommand.Build(run));
        command.Add(ScreenCommand.Build(run));
        command.Add(ConfigCommand.Build(run));
        command.Add(VersionCommand.Build(run));
        command.Add(CompletionCommand.Build(root.Streams));
        var contexts = ContextsOption.New();
        command.Add(contexts);
        command.SetAction((parsed, cancellation) => RunAsync(run, globals.Read(parsed), parsed.GetValue(contexts), cancellation));
        return command;
    }

    /// <summary>The full screen; where there is no terminal, the list.</summary>
    private static Task<int> RunAsync(CommandRunner run, GlobalValues globals, string? contexts, CancellationToken cancellation)
    {
        var root = run.Root;
        if (root.Streams is { InputIsTerminal: true, OutputIsTerminal: true })
            return new ContextsScreen(run, globals).RunAsync(
                contexts,
                sessions => root.FullScreen(sessions, globals, cancellation),
                cancellation
            );
        var request = new ListRequest(null, false, false, false) { SeveralContexts = contexts is not null };
        return contexts is null
            ? run.WithSession(globals, session => ListCommand.RunAsync(session, request, cancellation))
            : new ContextsList(root, globals).RunAsync(contexts, request, cancellation);
    }
}
