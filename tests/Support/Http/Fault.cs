using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Helmstuck.Tests.Support;

/// <summary>What a network, a proxy or a server in trouble does to a request.</summary>
internal sealed record Fault(string Name)
{
    private const string Login = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>";
    private const string Html = "Content-Type: text/html; charset=utf-8\r\n";
    private const string Json = "Content-Type: application/json\r\n";

    /// <summary>Instead of a TLS handshake.</summary>
    public Func<NetworkStream, CancellationToken, Task>? Connect { get; init; }

    /// <summary>
    /// Instead of passing the server's answer back; the answer is null where the request was not passed on. False: the connection is over.
    /// </summary>
    public Func<RelayedAnswer?, RelayCaller, CancellationToken, Task<bool>>? Answer { get; init; }

    /// <summary>The API server gets the request and carries it out.</summary>
    public bool IsCarriedOut { get; init; } = true;

    /// <summary>How often it happens.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>The requests that it happens to, of those that are aimed at.</summary>
    public Func<RelayedRequest, bool> Concerns { get; init; } = static _ => true;

    /// <summary>A read gets its right answer all the same.</summary>
    public bool IsOvercome { get; init; }

    /// <summary>It is over before any limit of the caller.</summary>
    public Fault Once => this with { Name = Name + ", once", Times = 1, IsOvercome = true };

    public override string ToString() => Name;

    /// <summary>The connection breaks, at every place where it can.</summary>
    public static IReadOnlyList<Fault> Breaks { get; } =
    [
        new("reset at connect") { Connect = (plain, _) => Aborted(plain) },
        new("closed at connect") { Connect = static (_, _) => Task.CompletedTask },
        new("reset after the client's hello") { Connect = (plain, stop) => AfterHello(plain, [], true, stop) },
        new("reset in the server's hello")
        {
            Connect = (plain, stop) => AfterHello(plain, [0x16, 3, 3, 0, 0x7a, 2, 0, 0, 0x76], true, stop),
        },
        new("closed in the server's hello") { Connect = (plain, stop) => AfterHello(plain, [0x16, 3, 3, 0, 0x7a, 2], false, stop) },
        Cut("reset before the header", true, static _ => 0),
        Cut("closed before the header", false, static _ => 0),
        Cut("reset in the header", true, static answer => answer.Head / 2),
        Cut("closed in the header", false, static answer => answer.Head / 2),
        Cut("reset before the body", true, static answer => answer.Head),
        Cut("reset in the body", true, static answer => answer.Head + (answer.Body.Length / 2)),
        Cut("closed in the body", false, static answer => answer.Head + (answer.Body.Length / 2)),
        Cut("reset before the last byte", true, static answer => answer.Bytes.Length - 1),
        Cut("closed before the last byte", false, static answer => answer.Bytes.Length - 1),
        Chunked("closed in a chunk", "200 OK", static body => $"{body.Length:x}\r\n{body[..(body.Length / 2)]}"),
        Chunked("closed before the last chunk", "200 OK", static body => $"{body.Length:x}\r\n{body}\r\n"),
    ];

    /// <summary>Nothing comes any more, or next to nothing.</summary>
    public static IReadOnlyList<Fault> Stalls { get; } =
    [
        new("stalled at connect") { Connect = static (_, stop) => Task.Delay(Timeout.Infinite, stop) },
        Stall("stalled before the header", static _ => 0),
        Stall("stalled in the header", static answer => answer.Head / 2),
        Stall("stalled in the body", static answer => answer.Head + (answer.Body.Length / 2)),
        Stall("stalled before the last byte", static answer => answer.Bytes.Length - 1),
        new("one KB a second")
        {
            Answer = static async (answer, caller, stop) =>
            {
                for (var at = 0; at < answer!.Bytes.Length; at += 100)
                {
                    await caller.Stream.WriteAsync(answer.Bytes.AsMemory(at, Math.Min(100, answer.Bytes.Length - at)), stop);
                    await Task.Delay(100, stop);
                }
                return true;
            },
        },
    ];

    /// <summary>Something else comes than an answer of the API server.</summary>
    public static IReadOnlyList<Fault> Nonsense { get; } =
    [
        new("plain HTTP")
        {
            Connect = (plain, stop) => AfterHello(plain, Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), false, stop),
        },
        new("garbage instead of TLS") { Connect = (plain, stop) => AfterHello(plain, Noise(200), false, stop) },
        new("garbage instead of HTTP") { Answer = static (_, caller, stop) => Written(caller, Noise(400), false, stop) },
        Say("garbage as JSON", "200 OK", Json, Encoding.Latin1.GetString(Noise(300)), carriedOut: true),
        Say("an empty body", "200 OK", Json, "", carriedOut: true),
        Say("no content", "204 No Content", "", "", carriedOut: true),
        Say("null", "200 OK", Json, "null", carriedOut: true),
        Say("an array", "200 OK", Json, "[]", carriedOut: true),
        Say("an empty object", "200 OK", Json, "{}", carriedOut: true),
        Say("broken gzip", "200 OK", Json + "Content-Encoding: gzip\r\n", "\u001f\u008b nothing of the sort", carriedOut: true),
        Chunked("a wrong chunk size", "200 OK", static body => $"zz\r\n{body}\r\n0\r\n\r\n"),
        Say("another object", "200 OK", Json, """{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"x"}}"""),
        Say("a login page", "200 OK", Html, Login),
        Say("a login page, after the fact", "200 OK", Html, Login, carriedOut: true),
        Say("a redirect to a login page", "302 Found", Html + "Location: https://login.invalid/\r\n", Login),
    ];

    /// <summary>The API server, or a gateway before it, refuses.</summary>
    public static IReadOnlyList<Fault> Refusals { get; } =
    [
        Say("401", "401 Unauthorized", Json, Status(401, "Unauthorized")),
        Say("410", "410 Gone", Json, Status(410, "Expired")),
        Say("410 without words", "410 Gone", "", ""),
        Say("429", "429 Too Many Requests", Json + "Retry-After: 1\r\n", Status(429, "TooManyRequests")),
        Say("429, once", "429 Too Many Requests", Json + "Retry-After: 1\r\n", Status(429, "TooManyRequests")) with
        {
            Times = 1,
            IsOvercome = true,
        },
        Say("500", "500 Internal Server Error", Json, Status(500, "InternalError")),
        Say("500 without words", "500 Internal Server Error", "", ""),
        Say("500, after the fact", "500 Internal Server Error", "", "", carriedOut: true),
        Say("502", "502 Bad Gateway", Html, "<html><body>502 Bad Gateway</body></html>"),
        Say("502, after the fact", "502 Bad Gateway", Html, "<html><body>502 Bad Gateway</body></html>", carriedOut: true),
        Say("503", "503 Service Unavailable", Html, "no healthy upstream"),
        Say("503 with Retry-After, once", "503 Service Unavailable", "Retry-After: 1\r\n", "") with
        {
            Times = 1,
            IsOvercome = true,
        },
        Say("504", "504 Gateway Timeout", Html, "<html><body>504 Gateway Time-out</body></html>"),
        Say("504, after the fact", "504 Gateway Timeout", Html, "<html><body>504 Gateway Time-out</body></html>", carriedOut: true),
        Say("406 for metadata alone", "406 Not Acceptable", "", "") with
        {
            Concerns = static request => request.Accept.Contains("PartialObjectMetadata", StringComparison.Ordinal),
            IsOvercome = true,
        },
    ];

    /// <summary>Of each sort the ones that a command has to bear, at the requests that they are aimed at.</summary>
    public static IReadOnlyList<Fault> Chosen { get; } =
    [
        .. Breaks.Where(fault =>
            fault.Name is "reset before the header" or "closed in the header" or "reset in the body" or "closed in a chunk"
        ),
        Breaks.Single(fault => fault.Name == "closed in the body").Once,
        .. Stalls.Where(fault => fault.Name is "stalled before the header" or "stalled in the body"),
        .. Nonsense.Where(fault => fault.Connect is null && !fault.Name.Contains("gzip", StringComparison.Ordinal)),
        .. Refusals,
    ];

    private static Fault Cut(string name, bool reset, Func<RelayedAnswer, int> at) =>
        new(name) { Answer = (answer, caller, stop) => Written(caller, answer!.Bytes.AsMemory(0, at(answer)), reset, stop) };

    private static Fault Stall(string name, Func<RelayedAnswer, int> at) =>
        new(name)
        {
            Answer = async (answer, caller, stop) =>
            {
                await caller.Stream.WriteAsync(answer!.Bytes.AsMemory(0, at(answer)), stop);
                await Task.Delay(Timeout.Infinite, stop);
                return false;
            },
        };

    private static Fault Chunked(string name, string status, Func<string, string> chunks) =>
        new(name)
        {
            Answer = (answer, caller, stop) =>
            {
                var said =
                    $"HTTP/1.1 {status}\r\n{Json}Transfer-Encoding: chunked\r\n\r\n{chunks(Encoding.UTF8.GetString(answer!.Body.Span))}";
                return Written(caller, Encoding.UTF8.GetBytes(said), false, stop);
            },
        };

    private static Fault Say(string name, string status, string headers, string body, bool carriedOut = false) =>
        new(name)
        {
            IsCarriedOut = carriedOut,
            Answer = async (_, caller, stop) =>
            {
                await caller.Stream.WriteAsync(RelayedAnswer.Of(status, headers, Encoding.Latin1.GetBytes(body)).Bytes, stop);
                return true;
            },
        };

    private static string Status(int code, string reason) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"in trouble","reason":"{{reason}}","code":{{code}}}"""
        );

    private static async Task<bool> Written(RelayCaller caller, ReadOnlyMemory<byte> bytes, bool reset, CancellationToken stop)
    {
        await caller.Stream.WriteAsync(bytes, stop);
        if (reset)
            TunnelProxy.Abort(caller.Plain);
        return false;
    }

    private static Task Aborted(NetworkStream plain)
    {
        TunnelProxy.Abort(plain);
        return Task.CompletedTask;
    }

    private static async Task AfterHello(NetworkStream plain, byte[] bytes, bool reset, CancellationToken stop)
    {
        _ = await plain.ReadAsync(new byte[4096], stop);
        await plain.WriteAsync(bytes, stop);
        if (reset)
            TunnelProxy.Abort(plain);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
