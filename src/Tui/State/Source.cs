using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>
/// A namespace, or all, of one cluster whose releases are listed. Each is read, watched and lost on its own, so that one that does not
/// answer delays no other.
/// </summary>
internal sealed record Source
{
    public Place Place { get; init; } = new("", "", "");

    public ListScope Scope { get; init; } = new() { Namespace = null };

    /// <summary>The last answer for <see cref="Scope"/>; null before the first.</summary>
    public ReleaseListing? Listing { get; init; }

    /// <summary>The list that is being read; null when none is.</summary>
    public Fetch? ListFetch { get; init; }

    /// <summary>When the last list had been read, by the model's clock.</summary>
    public DateTimeOffset? ListedAt { get; init; }

    /// <summary>How the screen learns of changes.</summary>
    public Following Following { get; init; } = Following.Nothing;

    /// <summary>The namespaces to list where all of them may not be listed.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>The list that was asked for has been read; reading it again in the background does not count.</summary>
    public bool Settled => ListFetch is null or { Quiet: true };

    /// <summary>Names it among several: the context, the namespace, or both.</summary>
    public string Name =>
        Scope.Context.Length == 0 ? Scope.Namespace ?? "all namespaces"
        : Scope.Namespace is { } ns ? $"{Scope.Context}/{ns}"
        : Scope.Context;

    /// <summary>Whether the release is in this namespace and cluster.</summary>
    public bool Holds(string context, string ns) => Scope.Context == context && (Scope.Namespace is null || Scope.Namespace == ns);

    /// <summary>Since when the rows may be wrong; null while they are right.</summary>
    public DateTimeOffset? OldSince => Following.LostAt ?? (Listing is { Error: not null, Rows.Count: > 0 } older ? older.ReadAt : null);

    /// <summary>Time goes on between two looks at the cluster, but not for what can no longer be looked at.</summary>
    /// <param name="now">The model's clock.</param>
    public DateTimeOffset? ClockAt(DateTimeOffset? now) => OldSince ?? (now > Listing?.ReadAt ? now : Listing?.ReadAt);
}
