using Helmstuck.Kube;

namespace Helmstuck.Survey;

/// <summary>An answer to "which releases are stuck", or why there is none.</summary>
internal sealed record ReleaseListing
{
    public required ListScope Scope { get; init; }

    /// <summary>Ordered by namespace, then release; in a list of all, stuck ones first.</summary>
    public IReadOnlyList<ReleaseRow> Rows { get; init; } = [];

    /// <summary>Only the API server's cache has answered: nothing may be concluded from an absence yet.</summary>
    public bool FromCache { get; init; }

    /// <summary>A sentence in kubectl's words where the list could not be read; the rows are then empty or older.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Sentences that help on: after an empty answer, a driver that holds records elsewhere, a namespace that cannot be told to exist.
    /// </summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>When it was read, by this machine's clock.</summary>
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>An answer with these rows, in the order in which they are shown.</summary>
    public static ReleaseListing Of(ListScope scope, IEnumerable<ReleaseRow> rows, DateTimeOffset readAt) =>
        new()
        {
            Scope = scope,
            Rows =
            [
                .. rows.OrderBy(row => scope.All && !row.Stuck)
                    .ThenBy(row => row.Namespace, StringComparer.Ordinal)
                    .ThenBy(row => row.Release, StringComparer.Ordinal),
            ],
            ReadAt = readAt,
        };

    /// <summary>No answer, and the reason.</summary>
    public static ReleaseListing Unreadable(ListScope scope, KubeError error, DateTimeOffset readAt) =>
        Of(scope, [], readAt) with
        {
            Error =
                error.Kind == KubeErrorKind.Forbidden && scope.Namespace is null
                    ? $"{error.Message}; name a namespace that you may read with -n"
                    : error.Message,
        };
}
