namespace Helmstuck.Kube.Transport;

/// <summary>
/// The token of a request. A token file is read again every 60 s (10 s early) and trimmed; its last good content is kept if it cannot be
/// read. Source: client-go transport/token_source.go NewCachedFileTokenSource, round_trippers.go bearerAuthRoundTripper.
/// </summary>
internal sealed class BearerToken(Credentials credentials, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60 - 10);
    private readonly Lock gate = new();
    private string? read;
    private DateTimeOffset readAt;

    public KubeResult<string> Current()
    {
        var token = Known();
        // Go's net/http rejects such a header; if it were sent, it would break the connection.
        return token.ValueOrDefault is { } text && text.Any(char.IsControl)
            ? new KubeError(
                KubeErrorKind.Configuration,
                "error: the token of the kubeconfig's user contains a line break or another control character, which is not "
                    + "allowed in a header (kubectl: invalid header field value for \"Authorization\")"
            )
            : token;
    }

    private KubeResult<string> Known()
    {
        if (credentials.TokenFile is not { } file)
            return credentials.Token ?? "";
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (read is not null && now - readAt < Fresh)
                return read;
            try
            {
                var token = File.ReadAllText(file).Trim();
                if (token.Length > 0)
                {
                    (read, readAt) = (token, now);
                    return token;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if ((read ?? credentials.Token) is null)
                    return new KubeError(KubeErrorKind.Configuration, $"error: failed to read token file \"{file}\": {error.Message}");
            }
            return (read ?? credentials.Token) is { } old
                ? old
                : new KubeError(KubeErrorKind.Configuration, $"error: read empty token from file \"{file}\"");
        }
    }

    /// <summary>The server rejected it: the file is read again for the next request.</summary>
    public void Forget()
    {
        lock (gate)
            readAt = default;
    }
}
