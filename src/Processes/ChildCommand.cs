namespace Helmstuck.Processes;

/// <summary>A program to run, and how. No shell is involved.</summary>
/// <param name="Argv">The program (looked up by <see cref="ProgramPath"/>) and its arguments.</param>
internal sealed record ChildCommand(IReadOnlyList<string> Argv)
{
    /// <summary>Variables set, or removed where null, over this process's own.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentChanges { get; init; } = new Dictionary<string, string?>();

    /// <summary>What it reads on its standard input; null: nothing.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>Null waits forever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The bytes that are kept of each output; the rest is read and dropped.</summary>
    public required int MaxOutputBytes { get; init; }

    /// <summary>Its access to the terminal; null: none.</summary>
    public ChildTerminal? Terminal { get; init; }
}
