using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>Makes listings that know when they were read, by both clocks.</summary>
/// <param name="client">Knows the server's clock from its newest answer.</param>
/// <param name="time">This machine's clock.</param>
/// <param name="idleAfter">Settings <c>helm.idleAfter</c>.</param>
internal sealed class ListingBuilder(KubeClient client, TimeProvider time, TimeSpan idleAfter)
{
    /// <summary>An answer with these rows, in the order in which they are shown: in a list of all releases, stuck ones first.</summary>
    public ReleaseListing Of(ListScope scope, IEnumerable<ReleaseRow> rows) =>
        new()
        {
            Scope = scope,
            Rows =
            [
                .. rows.Select(row => row.Context == scope.Context ? row : row with { Context = scope.Context })
                    .OrderBy(row => scope.All && !row.Stuck)
                    .ThenBy(row => row.Namespace, StringComparer.Ordinal)
                    .ThenBy(row => row.Release, StringComparer.Ordinal),
            ],
            ReadAt = time.GetUtcNow(),
            ClockSkew = client.ClockSkew ?? TimeSpan.Zero,
            IdleAfter = idleAfter,
        };

    /// <summary>No answer, and the reason.</summary>
    public ReleaseListing Unreadable(ListScope scope, KubeError error) =>
        Of(scope, []) with
        {
            Error = error.Message,
            Forbidden = error.Kind == KubeErrorKind.Forbidden,
            OutOfReach = error.Kind is KubeErrorKind.Refused or KubeErrorKind.Unreachable or KubeErrorKind.Timeout,
            Hints =
                error.Kind == KubeErrorKind.Forbidden && scope.Namespace is null
                    ? [new("Use -n NAME to choose a namespace that you may read.", "Press n to choose a namespace that you may read.")]
                    : [],
        };
}
