namespace Helmstuck.Kube.Configuration;

/// <summary>Errors of the file system in the words of Go, and so of kubectl.</summary>
internal static class GoErrors
{
    /// <summary>Why a file could not be opened: <c>open PATH: no such file or directory</c>.</summary>
    public static string Open(string path, Exception error) =>
        (error is UnauthorizedAccessException && Directory.Exists(path) ? "read " : "open ")
        + $"{path}: "
        + error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
            // Go opens a folder, and cannot read it.
            UnauthorizedAccessException when Directory.Exists(path) => "is a directory",
            UnauthorizedAccessException => "permission denied",
            _ => error.Message,
        };
}
