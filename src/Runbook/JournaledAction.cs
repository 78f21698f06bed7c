namespace Helmstuck.Runbook;

/// <summary>
/// What this program did to one record of a release, as its journal tells: the intent, and the result where there is one.
/// </summary>
internal sealed record JournaledAction
{
    public required JournaledActionKind Kind { get; init; }

    /// <summary>When it was begun, by the clock of the machine that did it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it, as the API server saw them.</summary>
    public required string User { get; init; }

    /// <summary>Name of the record's Secret or ConfigMap.</summary>
    public required string Record { get; init; }

    public required string Uid { get; init; }

    public string Backup { get; init; } = "";

    /// <summary>The checks as they stood then, id and state, in the runbook's order.</summary>
    public IReadOnlyList<(string Id, string State)> Checks { get; init; } = [];

    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>The ids of the checks that a person attested.</summary>
    public IReadOnlyList<string> Attested { get; init; } = [];

    /// <summary>How it ended, in the journal's word; empty where the journal has no result.</summary>
    public string Result { get; init; } = "";

    /// <summary>Whether this very record was deleted, marked or put back; null where that is not known.</summary>
    public bool? Applied { get; init; }
}
