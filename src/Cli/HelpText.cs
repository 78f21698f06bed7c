using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Helmstuck.Cli;

/// <summary>Help that calls the program <c>kubectl helmstuck</c>, whatever the name of the file.</summary>
internal sealed class HelpText(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, CommandLine.Name, StringComparison.Ordinal));
        return code;
    }

    /// <summary>Replaces the help of a command line.</summary>
    public static void Use(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = new HelpText((HelpAction)option.Action!);
    }
}
