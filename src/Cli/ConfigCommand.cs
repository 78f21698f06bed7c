using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary><c>config view</c>: the effective settings and where each value came from, without tokens.</summary>
internal static class ConfigCommand
{
    public static Command Build(CommandRunner run)
    {
        var view = new Command("view", "Print the effective settings and where each value came from");
        view.SetAction(parsed => run.Root.ConfigView(run.Globals(parsed)));
        return new Command("config", "Show the settings") { view };
    }
}
