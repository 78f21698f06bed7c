using System.Diagnostics;

namespace Helmstuck.Tests.Support;

/// <summary>Finds the real programs that tests/tools/provision.sh provides.</summary>
internal static class TestPrograms
{
    private static readonly Lazy<string> ProvisionedFolder = new(AskProvision);

    /// <summary>
    /// The tests' own variables. A program under test must not inherit them: to kubectl-helmstuck every HELMSTUCK_ variable is a setting,
    /// and one that it does not know is an error.
    /// </summary>
    public static string[] OwnVariables { get; } = ["KUBE_TEST_BIN", "TEST_BINARY", "TEST_BINARY_ARM64"];

    /// <summary>The repository's root: the nearest folder above the tests that holds kubectl-helmstuck.csproj.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>
    /// The full path of one of etcd, kube-apiserver, kube-controller-manager, kubectl, helm3, helm4: from KUBE_TEST_BIN,
    /// else KUBEBUILDER_ASSETS, else the folder that provision.sh fills. Throws if there is none: a test without its server fails.
    /// </summary>
    public static string Find(string program)
    {
        var folders = new[] { Variable("KUBE_TEST_BIN"), Variable("KUBEBUILDER_ASSETS"), ProvisionedFolder.Value };
        var path = folders.OfType<string>().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        return path
            ?? throw new InvalidOperationException(
                $"{program} is needed and was not found in {string.Join(" or ", folders.OfType<string>())}: run "
                    + $"tests/tools/provision.sh first."
            );
    }

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? OnPath(string program) =>
        (Variable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string AskProvision()
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(RepositoryRoot, "tests/tools/provision.sh"), "--print") { RedirectStandardOutput = true }
        )!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return folder;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "kubectl-helmstuck.csproj")))
                return folder.FullName;
        throw new InvalidOperationException($"no kubectl-helmstuck.csproj above {AppContext.BaseDirectory}.");
    }
}
