namespace Helmstuck.Kube.Transport;

/// <summary>
/// The token of a request. A token file is read again every 60 s (10 s early), trimmed, and its last good content kept where it cannot be read.
/// Source: client-go transport/token_source.go NewCachedFileTokenSource, round_trippers.go bearerAuthRoundTripper.
/// </summary>
internal sealed class BearerToken(Credentials credentials, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60 - 10);
    private readonly Lock gate = new();
    private string? read;
    private DateTimeOffset readAt;

    public KubeResult<string> Current()
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

    /// <summary>The server refused it: the file is read again for the next request.</summary>
    public void Forget()
    {
        lock (gate)
            readAt = default;
    }
}
