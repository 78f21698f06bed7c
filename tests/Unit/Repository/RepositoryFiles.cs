namespace Helmstuck.Tests.Unit.Repository;

/// <summary>The repository's own files: all but what .gitignore keeps out.</summary>
internal static class RepositoryFiles
{
    /// <summary>Each file's path, relative to the repository's root, and its text, in the order of the paths.</summary>
    /// <param name="folder">Relative to the root; "" for all.</param>
    public static IEnumerable<(string Path, string Text)> Under(string folder) =>
        Walk(Path.Combine(TestPrograms.RepositoryRoot, folder))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(TestPrograms.RepositoryRoot, path), File.ReadAllText(path)));

    private static HashSet<string> IgnoredFolders { get; } =
        File.ReadLines(Path.Combine(TestPrograms.RepositoryRoot, ".gitignore"))
            .Where(line => line.EndsWith('/'))
            .Select(line => line.Trim('/'))
            .Append(".git")
            .ToHashSet();

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            // In a worktree .git is a file. What a failed snapshot leaves is ignored too.
            .Where(path => Path.GetFileName(path) != ".git" && !path.EndsWith(".received.txt", StringComparison.Ordinal))
            .Concat(
                Directory.EnumerateDirectories(folder).Where(path => !IgnoredFolders.Contains(Path.GetFileName(path))).SelectMany(Walk)
            );
}
