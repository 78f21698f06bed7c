using System.CommandLine;

namespace Helmstuck.Cli;

/// <summary>Values of the global flags that are true or false, as Go's flags take them: <c>--read-only=1</c>.</summary>
internal static class BoolFlags
{
    /// <summary>The arguments with each such value as <c>true</c> or <c>false</c>.</summary>
    /// <param name="wrong">What is wrong with a value, in kubectl's words; else null.</param>
    public static List<string> Spelled(Command root, IReadOnlyList<string> arguments, out string? wrong)
    {
        wrong = null;
        var spelled = new List<string>(arguments.Count);
        var ended = false;
        foreach (var argument in arguments)
        {
            ended |= argument == "--";
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (ended || equals < 0 || !argument.StartsWith("--", StringComparison.Ordinal) || !IsBool(root, argument[..equals]))
            {
                spelled.Add(argument);
                continue;
            }
            var (name, value) = (argument[..equals], argument[(equals + 1)..]);
            // Go: strconv.ParseBool.
            var truth = value switch
            {
                "1" or "t" or "T" or "true" or "TRUE" or "True" => "true",
                "0" or "f" or "F" or "false" or "FALSE" or "False" => "false",
                _ => null,
            };
            if (truth is null)
                wrong ??= $"invalid argument \"{value}\" for \"{name}\" flag: strconv.ParseBool: parsing \"{value}\": invalid syntax";
            spelled.Add($"{name}={truth}");
        }
        return spelled;
    }

    private static bool IsBool(Command root, string name)
    {
        foreach (var option in root.Options)
        {
            if (option.Name == name)
                return option.ValueType == typeof(bool) || option.ValueType == typeof(bool?);
        }
        return false;
    }
}
