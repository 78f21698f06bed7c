namespace Helmstuck.Tests.Terminal.Security;

/// <summary>One attack on the published binary: what is done, and what must come of it.</summary>
/// <param name="Name">As SECURITY.md lists it.</param>
/// <param name="Run">Carries it out, asserts that it is repelled, and gives how the program ended.</param>
internal sealed record Attack(string Name, Func<AttackScene, Task<AttackRun>> Run);

/// <summary>The list of attacks; each kind in a file of its own.</summary>
internal static partial class Attacks
{
    private static readonly string[] Unstick = ["unstick", "gitlab-cny", "--revision", "1234", "--yes", "--attest", "ci-jobs"];

    public static readonly IReadOnlyList<Attack> All =
    [
        .. Programs,
        .. Bombs,
        .. Answers,
        .. Contradictions,
        .. Writes,
        .. Backups,
        .. Expressions,
        .. Reports,
        .. Pastes,
        .. Leaks,
    ];

    public static IEnumerable<string> Names => All.Select(attack => attack.Name);

    private static Attack Of(string name, Func<AttackScene, Task<AttackRun>> run) => new(name, run);

    /// <summary>The program ended so, with a clear line, and without a stack trace.</summary>
    private static AttackRun Ended(AttackRun run, int exitCode, string words = "")
    {
        Assert.True(run.ExitCode == exitCode, $"exit code {run.ExitCode}, not {exitCode}\n{run.Output}{run.Error}");
        Assert.Contains(words, run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        return run;
    }
}
