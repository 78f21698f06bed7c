namespace Helmstuck.Tests.Support;

internal static class BackupFiles
{
    /// <summary>The backups in a state folder, without their descriptions; none if it does not exist.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
                    .Where(path => !path.EndsWith(".meta.json", StringComparison.Ordinal))
                    .Order(),
            ];
}
