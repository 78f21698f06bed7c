namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>
/// One combination of files, flags and environment. In all texts <c>{NAME}</c> stands for an address, a file or a certificate of the
/// <see cref="ParityScene"/>.
/// </summary>
/// <param name="Name">Unique; says what is combined.</param>
/// <param name="Config">The content of <c>~/.kube/config</c>; null: there is none.</param>
/// <param name="Arguments">
/// Flags, separated by blanks; a blank inside an argument is written as <c>␣</c>, an empty argument as <c>∅</c>.
/// </param>
internal sealed record ParityCase(string Name, string? Config, string Arguments = "")
{
    /// <summary>Further files, by their path in the home folder.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>Environment variables, each <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The whole HTTP answer of the servers; null: an empty list.</summary>
    public string? Answer { get; init; }

    /// <summary>The id of the row in docs/kubectl-parity.md that says how, and why, this program differs here; null: it does not.</summary>
    public string? Differs { get; init; }
}
