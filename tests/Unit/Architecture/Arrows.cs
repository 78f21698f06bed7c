using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>Who may use whom, read from the sources' text: their <c>using</c> lines and the names they spell out.</summary>
internal static partial class Arrows
{
    private static readonly string[] AskedThings = ["Survey", "Runbook", "Helm", "Health", "Pipelines", "Kube"];

    /// <summary>What each part may use besides itself; <c>Kube.Resources</c> is that corner of Kube alone.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Hosting"] = ["Cli", "Tui", "Terminal", "Config", "Demo", "Recovery", "Processes", .. AskedThings],
        ["Cli"] = ["Recovery", "Terminal", "Go", .. AskedThings],
        ["Tui"] = ["Recovery", "Terminal", "Survey", "Runbook", "Helm", "Health", "Pipelines"],
        ["Recovery"] = AskedThings,
        ["Survey"] = ["Processes", "Runbook", "Helm", "Health", "Pipelines", "Kube"],
        ["Runbook"] = ["Helm", "Health", "Pipelines", "Go", "Terminal"],
        ["Helm"] = ["Kube.Resources", "Go"],
        ["Health"] = ["Kube.Resources"],
        ["Pipelines"] = ["Kube.Resources", "Processes", "Go"],
        ["Kube"] = ["Processes", "Go"],
        ["Demo"] = ["Kube"],
        ["Config"] = ["Helm", "Go"],
        ["Processes"] = [],
        ["Go"] = [],
        ["Terminal"] = [],
    };

    /// <summary>What all but the full screen may use of the terminal: tools for text, nothing that holds a terminal.</summary>
    private static readonly string[] TextTools = ["Clean", "TextWidth", "StandardStreams"];

    /// <summary>A line for each arrow that is not allowed. <paramref name="path"/> is relative to src/.</summary>
    public static IEnumerable<string> Wrong(string path, string source)
    {
        var code = Code.Of(source);
        var part = path.Split('/', '\\')[0];
        // The composition root uses everything.
        if (!Allowed.TryGetValue(part, out var allowed))
            return [];
        var wrong = new List<string>();
        var home = NamespaceLine().Match(code).Groups[1].Value;
        if (home.Length > 0 && home != "Helmstuck." + (Path.GetDirectoryName(path) ?? "").Replace('\\', '/').Replace('/', '.'))
            wrong.Add($"{path}: its namespace is {home}");
        wrong.AddRange(
            Used(code)
                .Where(used => used.Part != part && !Covers(allowed, used))
                .Select(used =>
                    used.Corner.Length > 0 && allowed.Any(one => one.StartsWith(used.Part + ".", StringComparison.Ordinal))
                        ? $"{used.Part}.{used.Corner}"
                        : used.Part
                )
                .Distinct()
                .Select(used => $"{path}: {part} may not use {used}")
        );
        if (part is "Cli" or "Runbook" && code.Contains("Helmstuck.Terminal", StringComparison.Ordinal))
            wrong.AddRange(
                TerminalTypes
                    .Value.Where(type => !TextTools.Contains(type) && Regex.IsMatch(code, $@"\bnew {type}\b|(?<![\w.]){type}\b(?!\s*\()"))
                    .Select(type => $"{path}: {part} may not use Terminal.{type}")
            );
        return wrong;
    }

    // One type a file, named after it.
    private static readonly Lazy<string[]> TerminalTypes = new(() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(TestPrograms.RepositoryRoot, "src", "Terminal"), "*.cs")
                .Select(path => Path.GetFileName(path).Split('.')[0])
                .Distinct(),
        ]
    );

    private static bool Covers(string[] allowed, (string Part, string Corner) used) =>
        allowed.Contains(used.Part) || allowed.Contains($"{used.Part}.{used.Corner}");

    private static IEnumerable<(string Part, string Corner)> Used(string code)
    {
        foreach (Match mention in FullName().Matches(code))
        {
            if (!mention.Groups["declared"].Success)
                yield return (mention.Groups["part"].Value, mention.Groups["corner"].Value);
        }
        // Inside namespace Helmstuck.X another part can be named without its root: Survey.Surveyor, Terminal.Clean.
        foreach (Match mention in ShortName().Matches(code))
        {
            if (Allowed.ContainsKey(mention.Groups["part"].Value))
                yield return (mention.Groups["part"].Value, "");
        }
    }

    [GeneratedRegex(@"(?<declared>\bnamespace\s+)?(?<![\w.])Helmstuck\.(?<part>\w+)(?:\.(?<corner>\w+))?")]
    private static partial Regex FullName();

    // A type's name begins with a capital; what follows a dot, or a member of a value of the same name (Health.Health), is not a namespace.
    [GeneratedRegex(
        @"(?<![\w.])(?<part>Hosting|Survey|Recovery|Runbook|Pipelines|Processes|Demo|Tui|Cli|Config|Terminal|Kube|Helm|Health|Go)"
            + @"\.(?=[A-Z]\w*[\s(.<>?,;)])"
    )]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}

/// <summary>A source without what is not code: comments and the insides of strings.</summary>
internal static partial class Code
{
    public static string Of(string source) => NotCode().Replace(source, match => match.Value[0] == '/' ? " " : "\"\"");

    // Raw strings, verbatim strings, ordinary strings, characters, comments; an interpolated hole goes with its string.
    [GeneratedRegex(
        """""""
            \$*"""(?s:.*?)"""+|\$?@"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*(?s:.*?)\*/
            """""""
    )]
    private static partial Regex NotCode();
}

/// <summary>What a part must be handed and may not fetch.</summary>
internal static partial class Purity
{
    private static readonly string[] Pure =
    [
        "Helm/",
        "Health/",
        "Runbook/",
        "Tui/State/",
        "Tui/Pages/",
        "Tui/Keys/",
        "Tui/Dialogs/",
        "Tui/Placement/",
        "Tui/Update/",
        "Tui/Views/",
    ];

    public static IEnumerable<string> Breaches(string path, string source) =>
        Pure.Any(folder => path.Replace('\\', '/').StartsWith(folder, StringComparison.Ordinal))
            ? Forbidden().Matches(Code.Of(source)).Select(match => $"{path}: {match.Value}").Distinct()
            : [];

    [GeneratedRegex(
        @"(?<![\w.])(?:System\.(?:IO\.)?)?(?:DateTime(?:Offset)?\.(?:Now|UtcNow)|TimeProvider\.System|Environment\.\w+|File\.\w+"
            + @"|Directory\.\w+|FileStream\b|Console\.\w+|Process\.\w+|Task\.Delay|Stopwatch\.\w+|Thread\.Sleep|Random\.Shared)"
            + @"|\b(?:HttpClient|HttpRequestMessage|Socket|TcpClient)\b"
    )]
    private static partial Regex Forbidden();
}
