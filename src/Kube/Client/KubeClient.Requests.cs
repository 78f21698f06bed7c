using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Helmstuck.Go;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Transport;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    private const string Json = "application/json";
    private const int MaxRetries = 10;
    private static readonly TimeSpan MaxWaiting = TimeSpan.FromSeconds(60);

    /// <summary>One request. <see cref="Mutates"/>: it may change the cluster, so it is not sent twice.</summary>
    private sealed record Call(HttpMethod Method, ApiPath Path)
    {
        public string Accept { get; init; } = Json;
        public ReadOnlyMemory<byte>? Body { get; init; }

        /// <summary>The limit of the answer, in bytes after decompression.</summary>
        public long MaxBytes { get; init; } = Budget.ObjectBytes;
        public bool Mutates { get; init; }
        public ResourceType? Type { get; init; }
        public string? Name { get; init; }

        /// <summary>
        /// A watch outlives the request timeout; only its start is limited by it. Its caller decides when a broken one is sent again.
        /// </summary>
        public bool LongRunning { get; init; }
    }

    /// <summary>The result of one attempt: an answer, or an error that says whether, and after how long, to try again.</summary>
    private readonly record struct Attempt<T>(KubeResult<T> Result, TimeSpan? RetryAfter);

    /// <summary>
    /// Sends, retries as client-go does (up to 10 times: 429 with Retry-After; for reads also 5xx with Retry-After and broken connections,
    /// a second apart; at most a minute of waiting, and all of it within the request timeout), and passes the body of a success to
    /// <paramref name="read"/>, which may be called again after a broken connection. Source: client-go rest/with_retry.go, request.go
    /// request.
    /// </summary>
    private async Task<KubeResult<T>> SendAsync<T>(
        Call call,
        Func<Stream, CancellationToken, Task<KubeResult<T>>> read,
        CancellationToken ct
    )
    {
        var limit = Target.RequestTimeout is { } asked && asked > TimeSpan.Zero ? asked : (TimeSpan?)null;
        if (!call.LongRunning && limit is { } whole)
            call.Path.With("timeout", GoDuration.Format(whole));
        var (waited, spent) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var retries = 0; ; retries++)
        {
            using var request = Compose(call);
            // Not limited by the request timeout: a credential plugin may be waiting for a person.
            if (await transport.AuthorizeAsync(request, ct).ConfigureAwait(false) is { } refused)
                return refused;
            var began = time.GetTimestamp();
            var attempt = await TryAsync(call, request, read, limit - spent, ct).ConfigureAwait(false);
            spent += time.GetElapsedTime(began);
            if (attempt.RetryAfter is not { } wait || retries == MaxRetries || waited + wait > MaxWaiting || spent + wait >= limit)
                return attempt.Result;
            waited += wait;
            spent += wait;
            await Task.Delay(wait, time, ct).ConfigureAwait(false);
        }
    }

    private async Task<Attempt<T>> TryAsync<T>(
        Call call,
        HttpRequestMessage request,
        Func<Stream, CancellationToken, Task<KubeResult<T>>> read,
        TimeSpan? limit,
        CancellationToken ct
    )
    {
        using var timeout = limit is { } left ? new CancellationTokenSource(left, time) : null;
        using var linked = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        var token = linked?.Token ?? ct;
        var answered = false;
        try
        {
            using var response = await LoggedAsync(call, request, token).ConfigureAwait(false);
            answered = true;
            Note(response);
            var body = Logged(request, await OpenAsync(response, call.MaxBytes, token).ConfigureAwait(false));
            await using (body.ConfigureAwait(false))
            {
                if (InsteadOfTheApi(call, response) is { } other)
                    return new(other, null);
                if ((int)response.StatusCode is >= 200 and <= 206)
                    return new(await read(body, call.LongRunning ? ct : token).ConfigureAwait(false), null);
                return await RefusedAsync<T>(call, request, response, body, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (timeout is { IsCancellationRequested: true } && !ct.IsCancellationRequested)
        {
            var during = answered ? "while reading body" : "while awaiting headers";
            return new(
                new KubeError(
                    KubeErrorKind.Timeout,
                    $"Unable to connect to the server: net/http: request canceled (Client.Timeout or context cancellation {during})"
                )
                {
                    CertainlyNotApplied = !call.Mutates,
                },
                null
            );
        }
        catch (OperationCanceledException late) when (late.InnerException is TimeoutException && !ct.IsCancellationRequested)
        {
            return new(
                new KubeError(KubeErrorKind.Unreachable, $"Unable to connect to the server: dial tcp {Target.ServerHost}: i/o timeout"),
                null
            );
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            // A cancelled read can look like a broken connection.
            ct.ThrowIfCancellationRequested();
            var problem = transport.Explain(error, call.Mutates);
            return new(
                problem,
                call is { Mutates: false, LongRunning: false } && ConnectionErrors.IsBroken(error) ? TimeSpan.FromSeconds(1) : null
            );
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            return new(
                new KubeError(
                    KubeErrorKind.BadAnswer,
                    KubeError.OneLine(
                        $"error: the answer of {Target.ServerHost} to {call.Method} {call.Path} is not what the API promises: "
                            + $"{(error is JsonException { LineNumber: not null } ? "it is no whole JSON document" : error.Message)}"
                    )
                )
                {
                    CertainlyNotApplied = !call.Mutates,
                },
                null
            );
        }
    }

    private HttpRequestMessage Compose(Call call)
    {
        var prefix = Target.Server.AbsoluteUri.TrimEnd('/');
        var request = new HttpRequestMessage(call.Method, new Uri(prefix + call.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("Accept", call.Accept);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        if (!Target.DisableCompression)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        if (call.Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        }
        return request;
    }

    private void Note(HttpResponseMessage response)
    {
        if (response.Headers.Date is { } date)
        {
            LastServerDate = date;
            ClockSkew = date - time.GetUtcNow();
        }
        if (Notice is null || !response.Headers.TryGetValues("Warning", out var lines))
            return;
        foreach (var warning in lines.SelectMany(Warnings.Parse))
        {
            if (warned.TryAdd(warning, true))
                Notice.Invoke("Warning: " + warning);
        }
    }

    private async Task<Stream> OpenAsync(HttpResponseMessage response, long maxBytes, CancellationToken ct)
    {
        var raw = new BodyStream(
            await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false),
            read => Interlocked.Add(ref bytesReceived, read)
        );
        var whole = response.Content.Headers.ContentEncoding.Contains("gzip", StringComparer.OrdinalIgnoreCase)
            ? new GZipStream(raw, CompressionMode.Decompress)
            : (Stream)raw;
        return new LimitedStream(whole, maxBytes);
    }

    /// <summary>A proxy before the API server that wants a person to log in; null where the answer is none of these.</summary>
    private KubeError? InsteadOfTheApi(Call call, HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var does =
            code is >= 200 and <= 206 && response.Content.Headers.ContentType?.MediaType == "text/html" ? "is answered with a web page"
            : code is >= 300 and < 400 && response.Headers.Location is { } to
                ? $"is redirected to {(to.IsAbsoluteUri ? to.Host : "another page")}"
            : null;
        return does is null
            ? null
            : new KubeError(
                KubeErrorKind.BadAnswer,
                KubeError.OneLine(
                    $"error: {call.Method} {call.Path} {does} by {Target.ServerHost}: a login page or another proxy answers instead of the "
                        + "API server"
                ),
                code is >= 300 ? code : 0
            )
            {
                CertainlyNotApplied = !call.Mutates,
            };
    }

    private static async Task<Attempt<T>> RefusedAsync<T>(
        Call call,
        HttpRequestMessage request,
        HttpResponseMessage response,
        Stream body,
        CancellationToken ct
    )
    {
        // The body of an error is small; a larger one is cut, and the HTTP code is used.
        var said = await Bytes.ReadAsync(body, 1 << 20, ct).ConfigureAwait(false);
        var code = (int)response.StatusCode;
        var textual = response.Content.Headers.ContentType?.MediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ?? false;
        var error = StatusErrors.FromAnswer(code, said, textual, new RequestedObject(call.Method.Method, call.Type, call.Name)) with
        {
            // A refusal in the API server's own words is certain; a bare code may come from a proxy, after the server has acted.
            CertainlyNotApplied = !call.Mutates || (code is >= 400 and < 500 and not 408 && StatusErrors.IsRefusal(said)),
        };
        // Some proxies repeat in their refusal what they were sent.
        if (request.Headers.Authorization?.Parameter is { Length: >= 4 } credential)
            error = error with { Message = error.Message.Replace(credential, RequestLog.Masked, StringComparison.Ordinal) };
        var wait = response.Headers.RetryAfter?.Delta;
        var again = wait is not null && (code == 429 || (code >= 500 && !call.Mutates));
        return new(error, again ? wait : null);
    }
}
