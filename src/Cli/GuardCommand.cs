using System.CommandLine;
using Helmstuck.Cli.Printers;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary><c>guard</c>: for a pipeline, before <c>helm upgrade</c>. Recovers only what is proven to be the pipeline's own.</summary>
internal static class GuardCommand
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultWatch = TimeSpan.FromSeconds(10);

    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var wait = DurationOption.New("--wait", "How long to wait for a live operation of the release to end (default 10m)");
        var own = new MineIfOption();
        var attest = AttestOption.New();
        var watch = WatchOption.New(" (default 10s)");
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; the exit code is the same" };
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json");
        var command = new Command(
            "guard",
            "For a pipeline, before helm upgrade: exit 0 if Helm is free or was freed, 4 if a person must look"
        )
        {
            release,
            wait,
        };
        foreach (var option in own.Options)
            command.Add(option);
        foreach (var option in (Option[])[attest, watch, dryRun, output])
            command.Add(option);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var streams = run.Root.Streams;
                var (conditions, error) = own.Read(parsed, streams);
                if (error is not null)
                {
                    streams.Say(error);
                    return Task.FromResult(1);
                }
                var request = new GuardRequest(
                    parsed.GetValue(release)!,
                    parsed.GetValue(wait) ?? DefaultWait,
                    conditions,
                    new Consent { Attested = parsed.GetValue(attest) ?? [] },
                    parsed.GetValue(watch) ?? DefaultWatch,
                    parsed.GetValue(dryRun),
                    parsed.GetValue(output) == "json"
                );
                return run.WithSettledSession(
                    run.Globals(parsed) with
                    {
                        LeavesOutOwnJob = true,
                    },
                    session => RunAsync(session, request, cancellation),
                    cancellation
                );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(Session session, GuardRequest request, CancellationToken cancellation)
    {
        var streams = session.Streams;
        if (session.Namespace is null)
        {
            streams.Say($"error: {request.Release} needs a namespace: use -n NS instead of -A");
            return 1;
        }
        var result = await new GuardRun(session, request).RunAsync(cancellation).ConfigureAwait(false);
        foreach (var line in result.Lines)
        {
            if (result.ExitCode == 0 && !request.Json)
                streams.Print(Terminal.Clean.Line(line));
            else
                streams.Say(line);
        }
        if (request.Json)
            streams.Print(
                JsonText.Of(
                    result.Document(session.Client.Target.Context, session.OneNamespace, request),
                    PrintedJson.Default.GuardDocument
                )
            );
        return result.ExitCode;
    }
}
