namespace Helmstuck.Kube.Configuration;

/// <summary>Which files are read, and how they are merged. Rules 1 to 5; client-go: tools/clientcmd/loader.go.</summary>
internal static class KubeconfigFiles
{
    /// <summary>The files, the one that wins first.</summary>
    public static IReadOnlyList<string> Paths(string? flag, KubeEnvironment environment)
    {
        if (!string.IsNullOrEmpty(flag))
            return [flag];
        return environment.NonEmpty("KUBECONFIG") is { } list
            ? [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]
            : [Path.Combine(environment.Home, ".kube", "config")];
    }

    /// <summary>
    /// All of them merged. A file named by the flag must exist; others may be missing. The errors of all files are reported together.
    /// </summary>
    public static KubeResult<KubeconfigEntries> Load(string? flag, KubeEnvironment environment)
    {
        if (!string.IsNullOrEmpty(flag) && !File.Exists(flag))
            return new KubeError(
                KubeErrorKind.Configuration,
                Directory.Exists(flag)
                    ? $"error: error loading config file \"{flag}\": read {flag}: is a directory"
                    : $"error: stat {flag}: no such file or directory"
            );
        var merged = new KubeconfigEntries();
        var errors = new List<KubeError>();
        foreach (var path in Paths(flag, environment).Where(Path.Exists))
        {
            var read = KubeconfigFile.Read(path);
            if (read.Error is { } error)
                errors.Add(error);
            else
                merged = read.ValueOrDefault!.Under(merged);
        }
        return errors switch
        {
            [] => merged,
            [var only] => only,
            // kubectl: pkg/cmd/util/helpers.go MultipleErrors, a line each.
            _ => new KubeError(KubeErrorKind.Configuration, string.Join(' ', errors.Select(error => error.Message["error: ".Length..]))),
        };
    }
}
