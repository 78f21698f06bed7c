using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary>The releases of a session's namespaces, asked side by side.</summary>
internal sealed class SessionListings(Session session, ListRequest request)
{
    /// <summary>
    /// One listing for each namespace, or one for all. If all namespaces may not be listed, the first listing says so, and one follows for
    /// each namespace that is known.
    /// </summary>
    public async Task<IReadOnlyList<ReleaseListing>> ReadAsync(CancellationToken cancellation)
    {
        var answers = await ReadAsync(session.Namespaces, cancellation).ConfigureAwait(false);
        if (answers is not [{ Forbidden: true, Scope.Namespace: null } refused] || session.Known is not { Count: > 0 } known)
            return answers;
        var instead = await ReadAsync(known, cancellation).ConfigureAwait(false);
        return [refused with { Error = $"{refused.Error}; listed instead: {string.Join(", ", known)}", Hints = [] }, .. instead];
    }

    private Task<ReleaseListing[]> ReadAsync(IEnumerable<string?> namespaces, CancellationToken cancellation) =>
        Task.WhenAll(
            namespaces.Select(ns =>
                session.Surveyor.Finder.FindAsync(
                    new ListScope
                    {
                        Namespace = ns,
                        All = request.All,
                        Deep = request.Deep,
                    },
                    static _ => { },
                    cancellation
                )
            )
        );
}
