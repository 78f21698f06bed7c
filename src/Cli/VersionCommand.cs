using System.CommandLine;
using System.Runtime.InteropServices;
using Helmstuck.Cli.Printers;
using Helmstuck.Helm.Outlook;

namespace Helmstuck.Cli;

/// <summary><c>version</c> and <c>--version</c>.</summary>
internal static class VersionCommand
{
    public static Command Build(CommandRunner run)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json");
        // Not --cluster: that names a cluster of the kubeconfig, as in kubectl.
        var server = new Option<bool>("--with-server") { Description = "Ask the API server for its version too" };
        var command = new Command("version", "Print the version") { output, server };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var json = parsed.GetValue(output) == "json";
                if (parsed.GetValue(server))
                    return run.WithSession(parsed, session => WithServerAsync(session, json, cancellation));
                Print(run.Root.Streams, json, null);
                return Task.FromResult(0);
            }
        );
        return command;
    }

    public static string Line() => $"{CommandLine.Name} v{BuildFacts.Own.Version} ({BuildFacts.Platform})";

    private static async Task<int> WithServerAsync(Session session, bool json, CancellationToken cancellation)
    {
        var answer = await session.Client.ServerVersionAsync(cancellation).ConfigureAwait(false);
        Print(session.Streams, json, answer.ValueOrDefault);
        if (answer.Error is not { } error)
            return 0;
        session.Streams.Say(error.Message);
        return 1;
    }

    private static void Print(CliStreams streams, bool json, string? server)
    {
        if (json)
            streams.Print(
                JsonText.Of(
                    new VersionDocument(
                        BuildFacts.Own.Version,
                        BuildFacts.Own.Commit,
                        BuildFacts.Own.Date,
                        BuildFacts.Platform,
                        RuntimeInformation.FrameworkDescription,
                        HelmRules.Versions,
                        server
                    ),
                    PrintedJson.Default.VersionDocument
                )
            );
        else
        {
            streams.Print(Line());
            if (server is not null)
                streams.Print($"API server {Terminal.Clean.Line(server)}");
        }
    }
}
