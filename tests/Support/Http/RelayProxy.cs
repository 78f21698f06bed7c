using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Support;

/// <summary>Stands before the API server and passes everything on; a subclass may hold a request or its answer.</summary>
internal abstract class RelayProxy : IAsyncDisposable
{
    private readonly ControlPlane _plane;
    private readonly CertificateAuthority _authority = new("helmstuck-relay-proxy");
    private readonly SslStreamCertificateContext _certificate;
    private readonly LoopbackListener _listener;

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

    private async Task ServeAsync(Stream plain, CancellationToken stop)
    {
        await using var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate }, stop);
        while (await LoopbackListener.HeadAsync(stream, stop) is { } head)
        {
            var lines = head.Split("\r\n");
            var body = new byte[int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body, stop);
            await ArrivedAsync(lines[0]);
            using var answer = await PassOnAsync(lines, body, stop);
            var content = await answer.Content.ReadAsByteArrayAsync(stop);
            await AnsweredAsync(lines[0]);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"HTTP/1.1 {(int)answer.StatusCode} {answer.ReasonPhrase}\r\nDate: {answer.Headers.Date:r}\r\nContent-Type: "
                            + $"{answer.Content.Headers.ContentType}\r\nContent-Length: {content.Length}\r\n\r\n"
                    )
                ),
                stop
            );
            await stream.WriteAsync(content, stop);
        }
    }

    private async Task<HttpResponseMessage> PassOnAsync(string[] head, byte[] body, CancellationToken stop)
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
        return await _plane.Admin.SendAsync(request, stop);
    }

    /// <summary>Whether the request asks for a change that is no dry run; questions about the own rights and name are none.</summary>
    protected static bool Changes(string request) =>
        !request.StartsWith("GET ", StringComparison.Ordinal)
        && !request.Contains("dryRun=", StringComparison.Ordinal)
        && !request.Contains("/apis/auth", StringComparison.Ordinal);

    private static string? Header(IEnumerable<string> head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
