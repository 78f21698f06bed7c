using System.CommandLine;
using System.Text;

namespace Helmstuck.Cli;

/// <summary>
/// The manual page, made from the commands and flags that <c>--help</c> shows, in the man(7) macros that groff and mandoc know.
/// </summary>
internal sealed class ManPage
{
    /// <summary>The hidden command that prints the page; used by the build of a release.</summary>
    public const string Question = "__man";

    private readonly StringBuilder page = new();

    private ManPage() { }

    public static string Of(RootCommand root, BuildFacts build)
    {
        var man = new ManPage();
        man.Macro($"TH KUBECTL\\-HELMSTUCK 1 \"{build.Date?[..10]}\" \"kubectl\\-helmstuck {build.Version}\" \"User Commands\"");
        man.Section("NAME");
        man.Text($"kubectl-helmstuck - {Phrase(root.Description!)}");
        man.Section("SYNOPSIS");
        man.Synopsis(CommandLine.Name, root);
        man.Section("DESCRIPTION");
        man.Text(root.Description!);
        man.Macro("PP");
        man.Text($"{CommandLine.Name} without a command opens the full screen. Without a terminal it behaves as {CommandLine.Name} list.");
        man.Section("COMMANDS");
        man.Commands(CommandLine.Name, root);
        man.Section("GLOBAL FLAGS");
        man.Text("These flags may stand before or after a command.");
        man.Flags(root.Options);
        man.Section("FILES");
        man.Entry("$XDG_CONFIG_HOME/helmstuck/config.json", "The settings. The default of XDG_CONFIG_HOME is ~/.config.");
        man.Entry("$XDG_STATE_HOME/helmstuck/backups", "The backups of changed records. The default of XDG_STATE_HOME is ~/.local/state.");
        man.Entry("$XDG_STATE_HOME/helmstuck/journal.jsonl", "What was done, with the checks and their overrides.");
        man.Section("SEE ALSO");
        man.Macro("BR kubectl (1),");
        man.Macro("BR helm (1)");
        return man.page.ToString();
    }

    private void Commands(string path, Command parent)
    {
        foreach (var command in parent.Subcommands.Where(command => !command.Hidden))
        {
            var own = $"{path} {command.Name}";
            if (command.Subcommands.Count == 0)
            {
                Macro($"SS {Escape(own)}");
                Synopsis(own, command);
                Macro("PP");
                Text(Sentence(command.Description));
                Flags(command.Options);
            }
            Commands(own, command);
        }
    }

    private void Synopsis(string path, Command command)
    {
        Macro($"B {Escape(path)}");
        var words = command
            .Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name)
            .Concat(command.Options.Where(option => option.Required).Select(Usage))
            .Append(command.Subcommands.Count > 0 ? "[command] [flags]" : "[flags]");
        Text(string.Join(' ', words));
    }

    private void Flags(IEnumerable<Option> options)
    {
        foreach (var option in options.Where(option => !option.Hidden))
            Entry(Usage(option), Sentence(option.Description));
    }

    /// <summary><c>-n, --namespace NS</c></summary>
    private static string Usage(Option option)
    {
        var names = string.Join(", ", option.Aliases.OrderBy(alias => alias.Length).Append(option.Name));
        return option.HelpName is { Length: > 0 } value ? $"{names} {value}" : names;
    }

    private void Entry(string term, string text)
    {
        Macro("TP");
        Macro($"B {Escape(term)}");
        Text(text);
    }

    private void Section(string title) => Macro($"SH {title}");

    private void Macro(string line) => page.Append('.').Append(line).Append('\n');

    private void Text(string text)
    {
        var line = Escape(text);
        // A line that begins with this would be a macro.
        page.Append(line is ['.' or '\'', ..] ? "\\&" : "").Append(line).Append('\n');
    }

    private static string Sentence(string? description) => description is { Length: > 0 } ? description.TrimEnd('.') + "." : "";

    private static string Phrase(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');

    private static string Escape(string text) =>
        text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
}
