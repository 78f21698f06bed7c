using System.IO.Pipelines;
using System.Net;
using System.Text;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Tests.Support;

/// <summary>A request as it would have gone over the wire.</summary>
internal sealed record SentRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body);

/// <summary>Answers in the order in which they were given; remembers what was asked.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> answers = new();

    public List<SentRequest> Sent { get; } = [];

    public FakeApi Answer(HttpStatusCode code, string body, Action<HttpResponseMessage>? edit = null)
    {
        answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(code) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            edit?.Invoke(response);
            return response;
        });
        return this;
    }

    public FakeApi Answer(string body) => Answer(HttpStatusCode.OK, body);

    public FakeApi Answer(HttpContent content)
    {
        answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        return this;
    }

    /// <summary>A watch: it gives the lines and then stays open, as a server without news does.</summary>
    public FakeApi Hold(string body)
    {
        var pipe = new Pipe();
        pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask().Wait();
        return Answer(new StreamContent(pipe.Reader.AsStream()));
    }

    public FakeApi Break(Exception error)
    {
        answers.Enqueue(() => throw error);
        return this;
    }

    public KubeClient Client(ClusterTarget? target = null, TimeProvider? time = null) =>
        new(target ?? new ClusterTarget { Server = new Uri("https://api.example:6443") }, this, time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request
            .Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .ToDictionary(header => header.Key, header => string.Join("|", header.Value));
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Func<HttpResponseMessage>? answer;
        // Requests come side by side.
        lock (answers)
        {
            Sent.Add(new SentRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, headers, body));
            answers.TryDequeue(out answer);
        }
        return answer is null ? throw new InvalidOperationException($"nobody expected {request.Method} {request.RequestUri}") : answer();
    }
}

/// <summary>A clock whose waits are over at once, except limits that nothing is to reach; the waits are remembered.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan time) => now += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (Waits)
            Waits.Add(dueTime);
        return System.CreateTimer(callback, state, IsNeverOver(dueTime) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, period);
    }

    private static bool IsNeverOver(TimeSpan dueTime) => dueTime == Timeout.InfiniteTimeSpan || dueTime > LongestWait;
}
