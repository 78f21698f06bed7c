using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary>The option <c>--contexts</c> of the commands that show several contexts at once.</summary>
internal static class ContextsOption
{
    public static Option<string?> New() =>
        new("--contexts")
        {
            Description = "Show the releases of several contexts: names with commas between them, or a regular expression between slashes",
            HelpName = "LIST|/REGEX/",
        };
}
