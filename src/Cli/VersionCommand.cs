using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Helmstuck.Cli.Printers;

namespace Helmstuck.Cli;

/// <summary><c>version</c> and <c>--version</c>.</summary>
internal static class VersionCommand
{
    public static string Number =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    private static string Platform =>
        (OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "/arm64" : "/amd64");

    public static Command Build(CliStreams streams)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json");
        var command = new Command("version", "Print the version") { output };
        command.SetAction(parsed =>
        {
            streams.Print(parsed.GetValue(output) == "json" ? Json() : Line());
            return 0;
        });
        return command;
    }

    public static string Line() => $"{CommandLine.Name} v{Number} ({Platform})";

    private static string Json() =>
        JsonText.Of(new VersionDocument(Number, Platform, RuntimeInformation.FrameworkDescription), PrintedJson.Default.VersionDocument);
}
