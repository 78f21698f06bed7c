namespace Helmstuck.Tests.Support;

/// <summary>A fenced block of a Markdown file.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Language">What stands behind the fence: <c>sh</c>, <c>json</c>, <c>text</c>; empty if nothing does.</param>
internal sealed record DocumentedBlock(string Place, string Language, IReadOnlyList<string> Lines)
{
    private static readonly string[] Files = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

    /// <summary>Every block of the repository's documents.</summary>
    public static IReadOnlyList<DocumentedBlock> All { get; } =
    [
        .. Files
            .Concat(
                Directory
                    .GetFiles(Path.Combine(TestPrograms.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(TestPrograms.RepositoryRoot, path))
                    .Order(StringComparer.Ordinal)
            )
            .SelectMany(file => Read(file, File.ReadAllLines(Path.Combine(TestPrograms.RepositoryRoot, file)))),
    ];

    /// <summary>Its commands: the lines without their comments.</summary>
    public IEnumerable<string> Commands => Lines.Select(line => line.Split(" #")[0].Trim()).Where(line => line.Length > 0);

    private static IEnumerable<DocumentedBlock> Read(string file, string[] lines)
    {
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, start + 1, line => line == "```");
            yield return new($"{file}:{start + 1}", lines[start][3..].Trim(), lines[(start + 1)..end]);
            start = end;
        }
    }
}
