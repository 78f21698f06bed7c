using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    /// <summary>
    /// Changes of matching objects' metadata after <paramref name="resourceVersion"/>, as they happen. Ends when the server ends the watch
    /// (it does every few minutes: watch again from the newest resourceVersion seen, bookmarks included), or after a
    /// <see cref="WatchEventType.Failed"/> (Expired: list again). An object whose labels no longer match is reported as Deleted: read it
    /// before saying that it is gone. A null <paramref name="ns"/> means all namespaces.
    /// </summary>
    public async IAsyncEnumerable<WatchEvent> WatchMetadataAsync(
        ResourceType type,
        string? ns,
        string? labelSelector,
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var path = ApiPath
            .Of(type, ns, null)
            .With("watch", "1")
            .With("allowWatchBookmarks", "true")
            .With("labelSelector", labelSelector)
            .With("resourceVersion", resourceVersion);
        // Bounded: a slow reader slows down the socket instead of filling memory.
        var events = Channel.CreateBounded<WatchEvent>(256);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = PumpAsync();
        try
        {
            await foreach (var change in events.Reader.ReadAllAsync(ct).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        async Task PumpAsync()
        {
            try
            {
                var result = await SendAsync<bool>(
                        new Call(HttpMethod.Get, path)
                        {
                            Accept = wholeObjects ? Json : MetadataAccept,
                            Type = type,
                            LongRunning = true,
                            MaxBytes = long.MaxValue,
                        },
                        async (body, token) =>
                        {
                            try
                            {
                                await JsonLines
                                    .ReadAsync(body, line => events.Writer.WriteAsync(Event(line), token), token)
                                    .ConfigureAwait(false);
                            }
                            catch (Exception error) when (error is HttpRequestException or IOException)
                            {
                                // Delivered events cannot be withdrawn: a broken watch ends like any other, and the caller continues
                                // from the last event.
                                token.ThrowIfCancellationRequested();
                            }
                            return true;
                        },
                        stop.Token
                    )
                    .ConfigureAwait(false);
                if (result.Error is { } error)
                    await events.Writer.WriteAsync(new WatchEvent(WatchEventType.Failed, null, error), stop.Token).ConfigureAwait(false);
                events.Writer.Complete();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The reader has stopped, or is cancelled itself.
                events.Writer.TryComplete();
            }
            catch (Exception bug)
            {
                events.Writer.TryComplete(bug);
            }
        }
    }

    private static WatchEvent Event(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 512 });
        var root = document.RootElement;
        var found = root.At("object") ?? throw new JsonException("a watch event without an object");
        WatchEventType? type = root.Text("type") switch
        {
            "ADDED" => WatchEventType.Added,
            "MODIFIED" => WatchEventType.Modified,
            "DELETED" => WatchEventType.Deleted,
            "BOOKMARK" => WatchEventType.Bookmark,
            "ERROR" => WatchEventType.Failed,
            _ => null,
        };
        return type switch
        {
            null => throw new JsonException($"a watch event of type \"{root.Text("type")}\""),
            WatchEventType.Failed => new WatchEvent(WatchEventType.Failed, null, StatusErrors.FromStatus(found, 0)),
            { } known => new WatchEvent(known, ObjectMeta.From(found), null),
        };
    }
}
