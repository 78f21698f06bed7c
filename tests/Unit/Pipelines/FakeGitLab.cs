using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>A request as it came in.</summary>
public sealed record Received(string Path, string Query, IReadOnlyDictionary<string, string> Headers)
{
    public string? Token => Headers.GetValueOrDefault("PRIVATE-TOKEN");

    /// <summary>The values of <c>scope[]</c>, joined by commas.</summary>
    public string Scopes =>
        string.Join(',', Parameters.Where(parameter => parameter.Key == "scope[]").Select(parameter => parameter.Value));

    public int Page =>
        Parameters.Where(parameter => parameter.Key == "page").Select(parameter => int.Parse(parameter.Value)).SingleOrDefault(1);

    public IEnumerable<KeyValuePair<string, string>> Parameters =>
        Query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])));
}

/// <summary>
/// What goes back. <c>Raw</c> replaces the whole answer, head included; <c>Never</c> holds the connection open and says nothing.
/// </summary>
public sealed record Reply(int Status, string Body = "", params (string Name, string Value)[] Headers)
{
    public string? Raw { get; init; }
    public bool Never { get; init; }

    public static Reply Silence { get; } = new(0) { Never = true };
}

/// <summary>An HTTPS server on a loopback port with a certificate made for it.</summary>
public sealed class FakeGitLab : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;
    private readonly Func<Received, Reply> answer;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("helmstuck-gitlab-");
    private readonly bool tls;

    public FakeGitLab(Func<Received, Reply> answer, bool tls = true, string subject = "localhost")
    {
        this.answer = answer;
        this.tls = tls;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(subject);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(CaFile, certificate.ExportCertificatePem());
        listener.Start();
        _ = AcceptAsync();
    }

    public ConcurrentQueue<Received> Requests { get; } = [];

    public string CaFile => Path.Combine(folder.FullName, "ca.pem");

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Url => new($"{(tls ? "https" : "http")}://localhost:{Port}");

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        certificate.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (tls)
                {
                    var secured = new SslStream(stream);
                    await secured.AuthenticateAsServerAsync(certificate);
                    stream = secured;
                }
                await using (stream)
                    await AnswerAsync(stream);
            }
            catch (Exception error)
                when (error is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The client does not trust the certificate, or went away: what the tests want in some places.
            }
        }
    }

    private async Task AnswerAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var target = (await reader.ReadLineAsync(stop.Token))!.Split(' ')[1].Split('?');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var received = new Received(target[0], target.Length > 1 ? target[1] : "", headers);
        Requests.Enqueue(received);

        var reply = answer(received);
        if (reply.Never)
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
            return;
        }
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Said\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(
            reply.Raw is { } raw ? Encoding.Latin1.GetBytes(raw) : [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body],
            stop.Token
        );
        await stream.FlushAsync(stop.Token);
    }
}
