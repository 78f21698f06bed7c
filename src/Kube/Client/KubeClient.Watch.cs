using System.Globalization;
using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    /// <summary>
    /// Calls <paramref name="changed"/> for each change of matching objects' metadata after <paramref name="resourceVersion"/>, as it
    /// happens, one after the other. Returns when the server ends the watch (it does every few minutes: watch again from the newest
    /// resourceVersion seen, bookmarks included), or after a <see cref="WatchEventType.Failed"/> (Expired: list again). An object whose
    /// labels no longer match is reported as Deleted: read it before saying that it is gone. A null <paramref name="ns"/> means all
    /// namespaces.
    /// </summary>
    /// <param name="atMost">When the server ends the watch; null: when it likes.</param>
    /// <param name="accepted">Called when the server has accepted the watch, before the first event.</param>
    public async Task WatchMetadataAsync(
        ResourceType type,
        string? ns,
        string? labelSelector,
        string resourceVersion,
        Action<WatchEvent> changed,
        CancellationToken ct,
        TimeSpan? atMost = null,
        Action? accepted = null,
        string? fieldSelector = null
    )
    {
        var path = ApiPath
            .Of(type, ns, null)
            .With("watch", "1")
            .With("allowWatchBookmarks", "true")
            .With("labelSelector", labelSelector)
            .With("fieldSelector", fieldSelector)
            .With("resourceVersion", resourceVersion)
            .With("timeoutSeconds", atMost?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
        var result = await SendAsync<string>(
                new Call(HttpMethod.Get, path)
                {
                    Accept = wholeObjects ? Json : MetadataAccept,
                    Type = type,
                    LongRunning = true,
                    MaxBytes = long.MaxValue,
                },
                async (body, token) =>
                {
                    accepted?.Invoke();
                    try
                    {
                        await JsonLines.ReadAsync(body, Tell, token).ConfigureAwait(false);
                    }
                    catch (Exception error) when (error is HttpRequestException or IOException)
                    {
                        // Delivered events cannot be withdrawn: a broken watch ends like any other, and the caller continues from the last
                        // event.
                        token.ThrowIfCancellationRequested();
                    }
                    return "";
                },
                ct
            )
            .ConfigureAwait(false);
        if (result.Error is { } refused)
            changed(new WatchEvent(WatchEventType.Failed, null, refused));

        ValueTask Tell(ReadOnlyMemory<byte> line)
        {
            changed(Event(line));
            return ValueTask.CompletedTask;
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
