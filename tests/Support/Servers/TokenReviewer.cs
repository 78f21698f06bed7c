using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Support;

/// <summary>
/// The API server's token webhook: says who a bearer token is, so that users can be added while the server runs.
/// It has threads of its own and blocks on them: a busy thread pool of the tests must never make the API server say 401.
/// </summary>
internal sealed class TokenReviewer : IDisposable
{
    private readonly ConcurrentDictionary<string, (string Name, string[] Groups)> _users = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TokenReviewer()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "token reviewer" }.Start();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    public void Add(string token, string name, string[] groups) => _users[token] = (name, groups);

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = _listener.AcceptTcpClient();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Disposed: the control plane is gone.
            }
            new Thread(() => Serve(client)) { IsBackground = true, Name = "token review" }.Start();
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (ReadBody(stream) is { } body)
                {
                    var answer = Review(body);
                    stream.Write(
                        Encoding.ASCII.GetBytes(
                            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\n\r\n"
                        )
                    );
                    stream.Write(answer);
                }
            }
            catch (IOException) when (!client.Connected)
            {
                // The API server was killed in the middle of a question: nobody waits for the answer.
            }
        }
    }

    private static byte[]? ReadBody(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = stream.ReadByte();
            if (next < 0)
                return null;
            head.Append((char)next);
        }
        var length = head.ToString()
            .Split("\r\n")
            .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault();
        var body = new byte[length];
        stream.ReadExactly(body);
        return body;
    }

    private byte[] Review(byte[] question)
    {
        var review = JsonNode.Parse(question)!;
        var token = (string?)review["spec"]?["token"] ?? "";
        review["status"] = _users.TryGetValue(token, out var user)
            ? new JsonObject
            {
                ["authenticated"] = true,
                ["user"] = new JsonObject
                {
                    ["username"] = user.Name,
                    ["uid"] = user.Name,
                    ["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]),
                },
            }
            : new JsonObject { ["authenticated"] = false };
        return JsonSerializer.SerializeToUtf8Bytes(review);
    }
}
