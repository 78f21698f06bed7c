namespace Helmstuck.Runbook;

/// <summary>
/// What this program did to one record of a release, from the journal: the intent, and the result if there is one.
/// </summary>
internal sealed record JournaledAction
{
    /// <summary>
    /// How long a request that was sent and not answered may still arrive: TCP sends it again for about 15 minutes (Linux:
    /// tcp_retries2), and a gateway may hold it for longer.
    /// </summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromHours(1);

    public required JournaledActionKind Kind { get; init; }

    /// <summary>When it began, by the clock of the machine that did it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user, as the API server saw it.</summary>
    public required string User { get; init; }

    /// <summary>The kubeconfig context in which it was done.</summary>
    public string Context { get; init; } = "";

    /// <summary>The API server's host and port.</summary>
    public string Server { get; init; } = "";

    public string Namespace { get; init; } = "";

    /// <summary>Name of the record's Secret or ConfigMap.</summary>
    public required string Record { get; init; }

    public required string Uid { get; init; }

    /// <summary>The record's resourceVersion before it.</summary>
    public string ResourceVersion { get; init; } = "";

    public string Backup { get; init; } = "";

    /// <summary>The checks at that time, id and state, in the runbook's order.</summary>
    public IReadOnlyList<(string Id, string State)> Checks { get; init; } = [];

    /// <summary>What each check said then: its summary, then its evidence. Older journals have none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Evidence { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>The ids of the attested checks.</summary>
    public IReadOnlyList<string> Attested { get; init; } = [];

    /// <summary>The lines that were printed.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The result, in the journal's word; empty if the journal has none.</summary>
    public string Result { get; init; } = "";

    /// <summary>Whether this record was deleted, marked or restored; null if that is not known.</summary>
    public bool? Applied { get; init; }

    /// <summary>Whether its result is not known, so that its request may still arrive at a record that is as it was before it.</summary>
    public bool IsOpen(DateTimeOffset now) => Applied is null && Result is ("" or "unverified") && MayStillArrive(At, now);

    /// <summary>Whether a request that was sent at <paramref name="at"/> and not answered may still arrive.</summary>
    public static bool MayStillArrive(DateTimeOffset at, DateTimeOffset now) => now - at < LongestWay;
}
