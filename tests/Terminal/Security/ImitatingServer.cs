using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Helmstuck.Demo;

namespace Helmstuck.Tests.Terminal.Security;

/// <summary>
/// The demo's cluster on a loopback port, behind somebody who may answer in its place: byte by byte, without end, or about something else.
/// </summary>
internal sealed class ImitatingServer : IAsyncDisposable
{
    private readonly HttpMessageInvoker _cluster = new(new DemoCluster(TimeProvider.System));
    private readonly LoopbackListener _listener;

    public ImitatingServer() => _listener = new LoopbackListener(ServeAsync);

    public int Port => _listener.Port;

    /// <summary>Methods and targets of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Asked before the cluster is: whether it has answered in its place. A hostile answer need not be HTTP.</summary>
    public Func<string, Stream, CancellationToken, Task<bool>> Instead { get; set; } = static (_, _, _) => Task.FromResult(false);

    /// <summary>Changes what the cluster answers to a request.</summary>
    public Func<string, string, string> Edit { get; set; } = static (_, body) => body;

    public IEnumerable<string> Changes => Requests.Where(IsChange);

    /// <summary>Whether the request asks for a change that is meant: reviews are questions, and a dry run is a rehearsal.</summary>
    public static bool IsChange(string request) =>
        !request.StartsWith("GET ", StringComparison.Ordinal)
        && !request.Contains("selfsubject", StringComparison.Ordinal)
        && !request.Contains("dryRun=", StringComparison.Ordinal);

    /// <summary>Acts on the cluster as somebody else.</summary>
    public async Task<string> ActAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"http://demo.example/{path.TrimStart('/')}");
        if (body is { Length: > 0 })
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _cluster.SendAsync(request, CancellationToken.None);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>A record that Helm wrote an hour ago.</summary>
    public Task SeedAsync(SeedRecord record)
    {
        var item = record.WrittenAt(DateTime.UtcNow.AddHours(-1));
        return ActAsync(HttpMethod.Post, $"api/v1/namespaces/{record.Namespace}/secrets", item.ToJsonString());
    }

    /// <summary>An answer with a body as it is.</summary>
    public static Task AnswerAsync(Stream stream, int code, string body, string type = "application/json") =>
        stream
            .WriteAsync(
                Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 {code} Said\r\nDate: {DateTime.UtcNow:r}\r\nContent-Type: {type}\r\n"
                        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
                )
            )
            .AsTask();

    /// <summary>
    /// A body that begins so, goes on so many MiB with the same text, and is a few hundred KB on the wire.
    /// </summary>
    public static async Task BombAsync(Stream stream, string start, string again, int mebibytes, CancellationToken stop)
    {
        await stream.WriteAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"u8.ToArray(),
            stop
        );
        await using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(start), stop);
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, (1 << 20) / again.Length)));
        for (var i = 0; i < mebibytes; i++)
            await gzip.WriteAsync(block, stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _cluster.Dispose();
    }

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        while (await LoopbackListener.HeadAsync(stream, stop) is { } head)
        {
            var lines = head.Split("\r\n");
            var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var body = new byte[length is null ? 0 : int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, stop);
            var words = lines[0].Split(' ');
            var asked = $"{words[0]} {words[1]}";
            Requests.Enqueue(asked);
            if (await Instead(asked, stream, stop))
                return;
            using var request = new HttpRequestMessage(new HttpMethod(words[0]), $"http://demo.example{words[1]}");
            foreach (var accept in lines.Where(line => line.StartsWith("Accept:", StringComparison.OrdinalIgnoreCase)))
                request.Headers.TryAddWithoutValidation("Accept", accept["Accept:".Length..].Trim());
            if (body.Length > 0)
                request.Content = new ByteArrayContent(body);
            using var answer = await _cluster.SendAsync(request, stop);
            await AnswerAsync(stream, (int)answer.StatusCode, Edit(asked, await answer.Content.ReadAsStringAsync(stop)));
        }
    }
}
