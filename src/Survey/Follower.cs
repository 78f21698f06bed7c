using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>
/// Follows the changes of objects by a watch of their metadata, for as long as the screen is open: watches again where a watch ended, and
/// waits longer and longer where that fails.
/// </summary>
internal sealed class Follower(KubeClient client, WatchedObjects watched, TimeProvider time)
{
    /// <summary>A watch that ends earlier was cut by something in between.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>That many cut watches in a row mean that no watch lasts here.</summary>
    private const int MostCuts = 3;

    /// <summary>
    /// Reports until cancelled, or until <see cref="FollowNews.Expired"/>. <paramref name="tell"/> is called from any thread, never twice
    /// at once.
    /// </summary>
    /// <param name="ns">Null for all namespaces.</param>
    /// <param name="resourceVersion">Of the list whose changes are followed.</param>
    public async Task FollowAsync(string? ns, string resourceVersion, Action<FollowNews> tell, CancellationToken cancellation)
    {
        var (version, failures, cuts) = (resourceVersion, 0, 0);
        while (true)
        {
            var began = time.GetTimestamp();
            var run = new WatchRun(client, watched, time, tell, version, isTrusted: cuts == 0 && failures == 0);
            KubeError? error;
            await using (run.ConfigureAwait(false))
                error = await run.WatchAsync(ns, cancellation).ConfigureAwait(false);
            version = run.Version;
            if (error is { Kind: KubeErrorKind.Expired })
            {
                tell(new FollowNews.Expired());
                return;
            }
            var lasted = time.GetElapsedTime(began);
            cuts = error is null && lasted < Shortest ? cuts + 1 : 0;
            failures = error is null && cuts < MostCuts ? 0 : failures + 1;
            if (failures > 0)
                tell(
                    error is null ? new FollowNews.Unwatchable("the watch is cut off each time")
                    : IsRefusal(error) ? new FollowNews.Unwatchable(error.Message)
                    : new FollowNews.Lost(error.Message)
                );
            await Task.Delay(PauseAfter(error, failures, cuts), time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The server or a proxy answers, but does not let anybody watch.</summary>
    private static bool IsRefusal(KubeError error) =>
        error.StatusCode is 400 or 403 or 404 or 405 or 406 or 501 || error.Kind == KubeErrorKind.BadAnswer;

    private TimeSpan PauseAfter(KubeError? error, int failures, int cuts)
    {
        var jitter = time.GetTimestamp() % 1000 / 1000.0;
        if (failures == 0)
            return cuts == 0 ? TimeSpan.Zero : GrowingPause.After(cuts, TimeSpan.FromSeconds(1), Shortest, jitter);
        // A connection that is not made costs the server nothing, and the screen is to recover as soon as the server is back.
        return error switch
        {
            { Kind: KubeErrorKind.Refused or KubeErrorKind.Unreachable or KubeErrorKind.Timeout } => GrowingPause.After(
                failures,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(2),
                jitter
            ),
            not null when !IsRefusal(error) => GrowingPause.After(failures, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter),
            _ => GrowingPause.After(failures, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), jitter),
        };
    }
}
