using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Helmstuck.Demo;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>One request as it was sent.</summary>
internal sealed record Sent(string Method, string Path, string Query, JsonNode? Body)
{
    /// <summary>Whether it asks for a change that is meant (reviews are questions, a dry run is a rehearsal).</summary>
    public bool Mutates =>
        Method is "POST" or "PUT" or "PATCH" or "DELETE"
        && !Path.Contains("selfsubject", StringComparison.Ordinal)
        && !Query.Contains("dryRun", StringComparison.Ordinal);

    /// <summary>Only the object's metadata was asked for, or that of a list's items.</summary>
    public bool MetadataOnly { get; init; }

    public bool Is(string method, string pathEnd) => Method == method && Path.EndsWith(pathEnd, StringComparison.Ordinal);
}

/// <summary>The demo's cluster behind somebody who listens, and who may answer in its place or break the line.</summary>
internal sealed class ApiSpy(TimeProvider time) : DelegatingHandler(new DemoCluster(time))
{
    private readonly Lock gate = new();
    private readonly List<Sent> sent = [];

    /// <summary>Asked before the cluster is: an answer in its place, or null. May throw, may act on the cluster first.</summary>
    public Func<Sent, Task<HttpResponseMessage?>>? Before { get; set; }

    /// <summary>Called after the cluster has answered and before the client learns of it. May throw.</summary>
    public Action<Sent>? After { get; set; }

    /// <summary>The last request's own: cancelled when its client gives up.</summary>
    public CancellationToken Token { get; private set; }

    public IReadOnlyList<Sent> Requests
    {
        get
        {
            lock (gate)
                return [.. sent];
        }
    }

    public IReadOnlyList<Sent> Mutations => [.. Requests.Where(request => request.Mutates)];

    /// <summary>The error that a connection gives which breaks after the request has left.</summary>
    public static HttpRequestException Broken() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    public static HttpResponseMessage Refusal(HttpStatusCode code, string reason, string message) =>
        new(code)
        {
            Content = new StringContent(
                new JsonObject
                {
                    ["kind"] = "Status",
                    ["apiVersion"] = "v1",
                    ["status"] = "Failure",
                    ["reason"] = reason,
                    ["message"] = message,
                    ["code"] = (int)code,
                }.ToJsonString(),
                Encoding.UTF8,
                "application/json"
            ),
        };

    /// <summary>The API server's answer to somebody who may not.</summary>
    public static HttpResponseMessage Forbidden(string what) =>
        Refusal(HttpStatusCode.Forbidden, "Forbidden", $"{what} is forbidden: User \"sre@demo\" cannot do that");

    /// <summary>Refuses every request whose path holds one of these words.</summary>
    public void Forbid(params string[] words) =>
        Before = request =>
            Task.FromResult(
                words.FirstOrDefault(word => request.Path.Contains(word, StringComparison.Ordinal)) is { } word ? Forbidden(word) : null
            );

    /// <summary>Acts on the cluster as somebody else, unseen; the answer.</summary>
    public async Task<JsonObject> ActAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, "https://demo.example/" + path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await base.SendAsync(request, CancellationToken.None);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        var seen = new Sent(request.Method.Method, request.RequestUri!.AbsolutePath, Uri.UnescapeDataString(request.RequestUri.Query), body)
        {
            MetadataOnly = request.Headers.Accept.ToString().Contains("PartialObjectMetadata", StringComparison.Ordinal),
        };
        lock (gate)
            sent.Add(seen);
        Token = cancellationToken;
        if (Before is { } before && await before(seen) is { } instead)
            return instead;
        var answer = await base.SendAsync(request, cancellationToken);
        After?.Invoke(seen);
        return answer;
    }
}

/// <summary>A clock that stands still until it is told.</summary>
internal sealed class HandClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
