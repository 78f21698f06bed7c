using System.Globalization;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Recovery;

/// <summary>
/// Sends a write once, waits for its answer within a limit, and finds out its result. Only a refusal of the API server and a read of the
/// record afterwards are certain; an answer alone is not.
/// </summary>
internal sealed class RecordWriter(KubeClient client, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NoticeEvery = TimeSpan.FromSeconds(10);

    /// <summary>Receives the notice that an answer is being waited for; null: it goes where the client's notices go.</summary>
    public Action<string>? Waiting { get; set; }

    /// <summary>How long to wait for an answer: <c>--request-timeout</c>, else 30 seconds.</summary>
    private TimeSpan Limit => client.Target.RequestTimeout is { } asked && asked > TimeSpan.Zero ? asked : LongestWait;

    /// <param name="write">What is intended.</param>
    /// <param name="send">Sends it; null if the server said that it is done.</param>
    public async Task<WriteTruth> WriteAsync(RecordWrite write, Func<CancellationToken, Task<KubeError?>> send)
    {
        var error = await AnswerAsync(send, static late => late).ConfigureAwait(false);
        if (error is { CertainlyNotApplied: true })
            return new WriteTruth.NotApplied(error);
        var look = await LookAsync(write).ConfigureAwait(false);
        var seen = write.Seen(look);
        if (seen == Sight.Done)
            return new WriteTruth.Applied(
                error is null ? write.Report
                : IsFinal(error) ? $"the API server answered with an error ({error.Message}), but {write.Effect}"
                : $"no answer could be read ({error.Message}); {write.Effect}"
            );
        if (seen == Sight.Unchanged && error is not null && IsFinal(error))
            return new WriteTruth.NotApplied(error);
        var why = seen == Sight.Unchanged ? write.Before : look.Error?.Message ?? "another client has changed it since";
        return new WriteTruth.Unknown([
            write.NotKnown(client.Target.Context),
            error is null
                ? $"the server said {write.Participle}, but {(seen == Sight.Unchanged ? why : $"it could not be verified: {why}")}"
            : seen == Sight.Unchanged ? $"{error.Message}; {why}, but the request may still take effect"
            : $"{error.Message}; {why}",
        ]);
    }

    /// <summary>Reads the record's metadata by its name, consistently and within the limit.</summary>
    public Task<KubeResult<ObjectMeta>> LookAsync(RecordWrite write) =>
        AnswerAsync(
            token => client.GetMetadataAsync(write.Type, write.Namespace, write.Name, token),
            static error => new KubeResult<ObjectMeta>.Failed(error)
        );

    /// <summary>
    /// The answer to one request, or an error if none came in time. Reports every 10 seconds that it waits. Only the limit and
    /// <paramref name="cancellation"/> cancel it.
    /// </summary>
    public async Task<T> AnswerAsync<T>(
        Func<CancellationToken, Task<T>> request,
        Func<KubeError, T> late,
        CancellationToken cancellation = default
    )
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var waited = TimeSpan.Zero;
        using var notices = time.CreateTimer(
            _ =>
            {
                waited += NoticeEvery;
                (Waiting ?? client.Notice)?.Invoke(
                    string.Create(CultureInfo.InvariantCulture, $"waiting {waited.TotalSeconds:0} s for the API server's answer …")
                );
            },
            null,
            NoticeEvery,
            NoticeEvery
        );
        try
        {
            return await request(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return late(Late(Limit));
        }
    }

    private static KubeError Late(TimeSpan limit) =>
        new(
            KubeErrorKind.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"the API server did not answer within {limit.TotalSeconds:0.###} s")
        )
        {
            CertainlyNotApplied = false,
        };

    /// <summary>
    /// Whether the answer ended the request. A gateway that lost its upstream, or stopped waiting for it, has not ended it.
    /// </summary>
    private static bool IsFinal(KubeError error) =>
        error is { StatusCode: >= 300 and not (408 or 502 or 504), Kind: not KubeErrorKind.Timeout };
}
