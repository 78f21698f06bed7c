using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Tests.Support;

/// <summary>Stands before the API server and passes everything on; a subclass may hold, replace or spoil a request or its answer.</summary>
internal abstract class RelayProxy : IAsyncDisposable
{
    private readonly ControlPlane _plane;
    private readonly CertificateAuthority _authority = new("helmstuck-relay-proxy");
    private readonly SslStreamCertificateContext _certificate;
    private readonly LoopbackListener _listener;
    private int _callers;

    protected RelayProxy(ControlPlane plane)
    {
        _plane = plane;
        var issued = _authority.IssueServer();
        using var pem = X509Certificate2.CreateFromPem(issued.Certificate, issued.Key);
        _certificate = SslStreamCertificateContext.Create(
            X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null),
            null,
            offline: true
        );
        _listener = new LoopbackListener(ServeAsync);
    }

    /// <summary>A kubeconfig that leads the user here.</summary>
    public string KubeconfigOf(ClusterUser user) =>
        _plane.WriteKubeconfig(user, null, $"https://127.0.0.1:{_listener.Port.ToString(CultureInfo.InvariantCulture)}", _authority.Pem);

    public async ValueTask DisposeAsync()
    {
        Release();
        await _listener.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>Lets go of everything that is being held.</summary>
    public abstract void Release();

    /// <summary>A request has arrived and was not passed on yet.</summary>
    /// <param name="request">Its first line, for example <c>DELETE /api/v1/… HTTP/1.1</c>.</param>
    protected virtual Task ArrivedAsync(string request) => Task.CompletedTask;

    /// <summary>The API server has answered, and its answer was not passed back yet.</summary>
    /// <param name="request">The first line of the request.</param>
    protected virtual Task AnsweredAsync(string request) => Task.CompletedTask;

    /// <summary>A caller has connected. False: the connection is over.</summary>
    protected virtual Task<bool> ConnectedAsync(NetworkStream plain, CancellationToken stop) => Task.FromResult(true);

    /// <summary>Answers a request. False: the connection is over.</summary>
    /// <param name="passOn">Asks the API server, and gives its whole answer as the bytes of HTTP/1.1.</param>
    protected virtual async Task<bool> AnswerAsync(
        RelayedRequest request,
        Func<Task<RelayedAnswer>> passOn,
        RelayCaller caller,
        CancellationToken stop
    )
    {
        await ArrivedAsync(request.Line);
        var answer = await passOn();
        await AnsweredAsync(request.Line);
        await caller.Stream.WriteAsync(answer.Bytes, stop);
        return true;
    }

    /// <summary>Waits until no caller is connected: what a caller who was killed had sent before has been carried out then.</summary>
    public async Task LeftAsync()
    {
        while (Volatile.Read(ref _callers) > 0)
            await Task.Delay(5);
    }

    private async Task ServeAsync(NetworkStream plain, CancellationToken stop)
    {
        Interlocked.Increment(ref _callers);
        try
        {
            await ServeCallerAsync(plain, stop);
        }
        finally
        {
            Interlocked.Decrement(ref _callers);
        }
    }

    private async Task ServeCallerAsync(NetworkStream plain, CancellationToken stop)
    {
        if (!await ConnectedAsync(plain, stop))
            return;
        await using var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate }, stop);
        var caller = new RelayCaller(stream, plain);
        while (await LoopbackListener.HeadAsync(stream, stop) is { } head)
        {
            var lines = head.Split("\r\n");
            var body = new byte[int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, stop);
            if (
                !await AnswerAsync(
                    new RelayedRequest(lines[0], Header(lines, "Accept") ?? ""),
                    () => PassOnAsync(lines, body, stop),
                    caller,
                    stop
                )
            )
                return;
        }
    }

    private async Task<RelayedAnswer> PassOnAsync(string[] head, byte[] body, CancellationToken stop)
    {
        var words = head[0].Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), new Uri(_plane.Server, words[1]));
        foreach (var name in (string[])["Authorization", "Accept", "User-Agent"])
            if (Header(head, name) is { } value)
                request.Headers.TryAddWithoutValidation(name, value);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(Header(head, "Content-Type")!) },
            };
        using var answer = await _plane.Admin.SendAsync(request, stop);
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
        var date = answer.Headers.Date?.ToString("r", CultureInfo.InvariantCulture);
        return RelayedAnswer.Of(
            status,
            $"Date: {date}\r\nContent-Type: {answer.Content.Headers.ContentType}\r\n",
            await answer.Content.ReadAsByteArrayAsync(stop)
        );
    }

    /// <summary>Whether the request asks for a change that is no dry run; questions about the own rights and name are none.</summary>
    protected static bool Changes(string request) =>
        !request.StartsWith("GET ", StringComparison.Ordinal)
        && !request.Contains("dryRun=", StringComparison.Ordinal)
        && !request.Contains("/apis/auth", StringComparison.Ordinal);

    private static string? Header(IEnumerable<string> head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
