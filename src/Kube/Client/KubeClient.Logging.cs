namespace Helmstuck.Kube.Client;

internal sealed partial class KubeClient
{
    private async Task<HttpResponseMessage> LoggedAsync(Call call, HttpRequestMessage request, CancellationToken ct)
    {
        if (RequestLog is not { } log)
            return await transport.SendAsync(request, ct).ConfigureAwait(false);
        log.Requested(request, call.Body);
        var started = time.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            return response = await transport.SendAsync(request, ct).ConfigureAwait(false);
        }
        finally
        {
            log.Responded(request, response, time.GetElapsedTime(started));
        }
    }

    private Stream Logged(HttpRequestMessage request, Stream body) =>
        RequestLog is { BodyBytes: > 0 and var most } log
            ? new Wire.LoggedBody(body, most, (start, total) => log.Body("Response", request, start.Span, total))
            : body;
}
