using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helmstuck.Processes;

namespace Helmstuck.Pipelines;

/// <summary>
/// A CI server's API over HTTP. The token is sent to the configured address only: redirects are not followed, and only the query of a Link
/// header is used. Nothing is loaded before the first request: no connection, no certificate, no token.
/// </summary>
internal sealed partial class CiApi(CiEndpoint endpoint, Func<string, string?> environment)
{
    /// <summary>Items per page; the maximum of GitLab and GitHub.</summary>
    public const int PerPage = 100;

    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    // A failure is not kept: the file with the certificates may exist at the next try.
    private readonly Lazy<HttpClient> client = new(() => NewClient(endpoint), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>
    /// A list in pages of 100. <paramref name="path"/> is below <see cref="CiEndpoint.Root"/>; <paramref name="query"/> filters the
    /// list, or is empty; <paramref name="read"/> returns a page's items, or null if the text is not such a page; it may throw
    /// <see cref="OperationCanceledException"/>. Reads at most <paramref name="maxPages"/>. Does not throw: a cancelled read is a failure.
    /// </summary>
    public async Task<CiAnswer<T>> ListAsync<T>(
        string path,
        string query,
        Func<ReadOnlyMemory<byte>, IReadOnlyList<T>?> read,
        int maxPages,
        CancellationToken cancellation
    )
    {
        var all = string.Create(CultureInfo.InvariantCulture, $"per_page={PerPage}{(query.Length > 0 ? "&" : "")}{query}");
        var items = new List<T>();
        DateTimeOffset? at = null;
        var asked = all;
        for (var page = 0; page < maxPages; page++)
        {
            var got = await GetAsync($"{path}?{asked}", cancellation).ConfigureAwait(false);
            at ??= got.At;
            if (got.Failure is not null)
                return new CiAnswer<T>(items, Complete: false, got.Failure) { At = at, Refused = got.Refused };
            try
            {
                if (read(got.Body) is not { } some)
                    return new CiAnswer<T>(items, Complete: false, $"{Host} answered something that is not a list of {endpoint.Listed}")
                    {
                        At = at,
                    };
                items.AddRange(some);
            }
            catch (OperationCanceledException)
            {
                return new CiAnswer<T>(items, Complete: false, $"the {endpoint.Listed} could not be filtered within {Limit}") { At = at };
            }
            switch (got.Next)
            {
                case null:
                    return new CiAnswer<T>(items, Complete: true, Failure: null) { At = at };
                case NextPage.Number number:
                    asked = $"{all}&page={number.Digits}";
                    break;
                case NextPage.Query whole:
                    asked = whole.Text;
                    break;
            }
        }
        return new CiAnswer<T>(items, Complete: false, Failure: null) { At = at };
    }

    /// <summary>One request.</summary>
    private async Task<Page> GetAsync(string pathAndQuery, CancellationToken cancellation)
    {
        var (token, noToken) = ReadToken();
        if (noToken is not null)
            return Page.Failed(noToken);
        HttpClient http;
        try
        {
            http = client.Value;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Page.Failed(
                $"the root certificates{(endpoint.Server.CaFile is { } file ? $" in {file}" : "")} cannot be read: {error.Message}"
            );
        }
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{endpoint.Server.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{endpoint.Root}/{pathAndQuery}"
        )
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (token is not null)
            request.Headers.Add(endpoint.TokenHeader, endpoint.TokenPrefix + token);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kubectl-helmstuck", null));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(endpoint.MediaType));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation)
                .ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                return Page.Failed(Refusal(response)) with { Refused = response.StatusCode, At = response.Headers.Date };
            var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return new Page(body, Following(response.Headers), null) { At = response.Headers.Date };
        }
        catch (HttpRequestException error)
        {
            return Page.Failed(Describe(error));
        }
        catch (OperationCanceledException)
        {
            return Page.Failed($"{Host} did not answer within {Limit}");
        }
        catch (InvalidDataException)
        {
            return Page.Failed($"{Host} answered something that cannot be decompressed");
        }
    }

    /// <summary>GitLab sends the number of the next page (empty on the last page); keyset pages have only a Link header.</summary>
    private static NextPage? Following(HttpResponseHeaders headers)
    {
        if (
            headers.TryGetValues("x-next-page", out var pages)
            && pages.First().Trim() is { Length: > 0 } page
            && page.All(char.IsAsciiDigit)
        )
            return new NextPage.Number(page);
        if (!headers.TryGetValues("Link", out var links))
            return null;
        foreach (var link in links.SelectMany(line => line.Split(',')))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            var query = link.IndexOf('?', StringComparison.Ordinal);
            if (end > query && query > 0 && link[end..].Contains("rel=\"next\"", StringComparison.Ordinal))
                return new NextPage.Query(link[(query + 1)..end]);
        }
        return null;
    }

    private sealed record Page(byte[] Body, NextPage? Next, string? Failure)
    {
        public HttpStatusCode? Refused { get; init; }
        public DateTimeOffset? At { get; init; }

        public static Page Failed(string reason) => new([], null, reason);
    }

    private abstract record NextPage
    {
        public sealed record Number(string Digits) : NextPage;

        public sealed record Query(string Text) : NextPage;
    }

    private static HttpClient NewClient(CiEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
        };
        if (endpoint.Server.CaFile is not null || !OperatingSystem.IsMacOS())
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(
                endpoint.Server.CaFile is { } file
                    ? RootCertificates.Of(file)
                    : RootCertificates.System(StartEnvironment.Variable("SSL_CERT_FILE"), StartEnvironment.Variable("SSL_CERT_DIR"))
            );
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        // The caller's cancellation is the time limit.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
    }
}
