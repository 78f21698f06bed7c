using System.Threading.Channels;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Support;

/// <summary>A watch as a sequence of events.</summary>
internal static class Watching
{
    public static async IAsyncEnumerable<WatchEvent> WatchedAsync(
        this KubeClient client,
        ResourceType type,
        string? ns,
        string? labelSelector,
        string resourceVersion,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var events = Channel.CreateUnbounded<WatchEvent>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = PumpAsync();
        try
        {
            await foreach (var change in events.Reader.ReadAllAsync(CancellationToken.None))
                yield return change;
            await running;
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task PumpAsync()
        {
            try
            {
                await client.WatchMetadataAsync(
                    type,
                    ns,
                    labelSelector,
                    resourceVersion,
                    change => events.Writer.TryWrite(change),
                    stop.Token
                );
            }
            finally
            {
                events.Writer.Complete();
            }
        }
    }
}
