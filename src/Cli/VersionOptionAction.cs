using System.CommandLine;
using System.CommandLine.Invocation;

namespace Helmstuck.Cli;

/// <summary>Prints what <c>version</c> prints.</summary>
internal sealed class VersionOptionAction(CliStreams streams) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        streams.Print(VersionCommand.Line());
        return 0;
    }
}
