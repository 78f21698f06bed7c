using System.Globalization;

namespace Helmstuck.Bench;

/// <summary>What is seeded and how often each command runs.</summary>
internal sealed record Options(
    int Releases,
    int Revisions,
    int KilobytesEach,
    int Stuck,
    int Runs,
    bool Check,
    string? Peer,
    bool Scale = false,
    bool Memory = false,
    int Idle = 1
)
{
    public const string KubernetesClient = "kubernetes-client";

    public const string TerminalGui = "terminal-gui";

    public static Options Parse(string[] arguments)
    {
        var options = new Options(Releases: 100, Revisions: 10, KilobytesEach: 100, Stuck: 3, Runs: 11, Check: false, Peer: null);
        for (var index = 0; index < arguments.Length; index++)
            options = arguments[index] switch
            {
                "--check" => options with { Check = true },
                "--scale" => options with { Scale = true },
                "--memory" => options with { Memory = true },
                "--peer" => options with { Peer = Known(arguments, ++index) },
                "--releases" => options with { Releases = Number(arguments, ++index) },
                "--revisions" => options with { Revisions = Number(arguments, ++index) },
                "--size" => options with { KilobytesEach = Number(arguments, ++index) },
                "--stuck" => options with { Stuck = Number(arguments, ++index) },
                "--idle" => options with { Idle = Number(arguments, ++index) },
                "--runs" => options with { Runs = Number(arguments, ++index) },
                var unknown => throw new ArgumentException(
                    $"unknown argument {unknown}; known: --releases --revisions --size (KB) --stuck --runs --idle (minutes) --check --peer"
                        + " --scale --memory"
                ),
            };
        return options;
    }

    private static string Known(string[] arguments, int index) =>
        index < arguments.Length && arguments[index] is (KubernetesClient or TerminalGui)
            ? arguments[index]
            : throw new ArgumentException($"--peer needs a name; known: {KubernetesClient}, {TerminalGui}");

    private static int Number(string[] arguments, int index) =>
        index < arguments.Length
            ? int.Parse(arguments[index], CultureInfo.InvariantCulture)
            : throw new ArgumentException($"{arguments[index - 1]} needs a number");
}
