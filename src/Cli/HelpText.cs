using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Helmstuck.Cli;

/// <summary>Help that calls the program <c>kubectl helmstuck</c>, whatever the name of the file.</summary>
/// <param name="isReadOnly">Whether nothing may be changed: then the commands that change something are left out.</param>
internal sealed class HelpText(HelpAction inner, Func<ParseResult, bool> isReadOnly) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (isReadOnly(parseResult))
            HideChanges(parseResult.RootCommandResult.Command);
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(text.ToString().Replace(RootCommand.ExecutableName, CommandLine.Name, StringComparison.Ordinal));
        return code;
    }

    /// <summary>Leaves the commands that change the cluster out of lists.</summary>
    public static void HideChanges(Command root)
    {
        foreach (var command in root.Subcommands.Where(command => command.Name is "unstick" or "restore" or "guard"))
            command.Hidden = true;
    }

    /// <summary>Replaces the help of a command line.</summary>
    public static void Use(RootCommand root, Func<ParseResult, bool> isReadOnly)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = new HelpText((HelpAction)option.Action!, isReadOnly);
    }
}
