namespace Helmstuck.Processes;

/// <summary>A process of this machine, as far as this user may see it.</summary>
internal sealed record LocalProcess
{
    public required int Pid { get; init; }

    /// <summary>The user's name; the number where the machine's password file has no name for it.</summary>
    public required string User { get; init; }

    public required LocalProcessState State { get; init; }

    /// <summary>How long ago it was started; null where that is not known.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its environment when it was started; null where this user may not read it.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}
