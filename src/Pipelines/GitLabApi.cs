using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helmstuck.Processes;

namespace Helmstuck.Pipelines;

/// <summary>The jobs that GitLab told of.</summary>
/// <param name="Complete">False where there are more pages than were read.</param>
/// <param name="Failure">Why there are not all of them, in one line without a token; null where nothing went wrong.</param>
internal sealed record GitLabAnswer(IReadOnlyList<GitLabJob> Jobs, bool Complete, string? Failure);

/// <summary>
/// GitLab's jobs API over HTTP. The token goes to the configured address only: redirects are not followed, and of a Link header nothing but
/// the query is used. Built lazily: no connection, no certificate and no token before the first request.
/// </summary>
internal sealed class GitLabApi(GitLabOptions options, Func<string, string?> environment)
{
    private const int PerPage = 100;
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    // A failure is not kept: the file with the certificates may be there at the next try.
    private readonly Lazy<HttpClient> client = new(() => NewClient(options), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>
    /// Jobs in any of the states (GitLab: <c>scope[]</c>), newest first. <paramref name="path"/> is below the project: <c>jobs</c> or
    /// <c>pipelines/7/jobs</c>. Reads at most <paramref name="maxPages"/> pages of 100. Does not throw: a cancelled request is a failure.
    /// </summary>
    public async Task<GitLabAnswer> JobsAsync(string path, IReadOnlyList<string> states, int maxPages, CancellationToken cancellation)
    {
        var all = string.Create(
            CultureInfo.InvariantCulture,
            $"per_page={PerPage}{string.Concat(states.Select(state => $"&scope%5B%5D={state}"))}"
        );
        var jobs = new List<GitLabJob>();
        var query = all;
        for (var page = 0; page < maxPages; page++)
        {
            var (body, next, failure) = await GetAsync($"{path}?{query}", cancellation).ConfigureAwait(false);
            if (failure is not null)
                return new GitLabAnswer(jobs, Complete: false, failure);
            if (GitLabJob.ReadPage(body) is not { } read)
                return new GitLabAnswer(jobs, Complete: false, $"{Host} answered something that is not a list of jobs");
            jobs.AddRange(read);
            switch (next)
            {
                case null:
                    return new GitLabAnswer(jobs, Complete: true, Failure: null);
                case NextPage.Number number:
                    query = $"{all}&page={number.Digits}";
                    break;
                case NextPage.Query whole:
                    query = whole.Text;
                    break;
            }
        }
        return new GitLabAnswer(jobs, Complete: false, Failure: null);
    }

    private string Host => options.Url.Authority;

    /// <summary>One request, and how to ask for the page after it; null on the last one.</summary>
    private async Task<(byte[] Body, NextPage? Next, string? Failure)> GetAsync(string pathAndQuery, CancellationToken cancellation)
    {
        var (token, noToken) = ReadToken();
        if (noToken is not null)
            return Failed(noToken);
        HttpClient http;
        try
        {
            http = client.Value;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return Failed(
                $"the root certificates{(options.CaFile is null ? "" : $" in {options.CaFile}")} cannot be read: {error.Message}"
            );
        }
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/v4/projects/"
                + $"{Uri.EscapeDataString(options.Project)}/{pathAndQuery}"
        )
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (token is not null)
            request.Headers.Add("PRIVATE-TOKEN", token);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kubectl-helmstuck", null));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation)
                .ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
                return Failed(Refusal(response));
            return (await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), Following(response.Headers), null);
        }
        catch (HttpRequestException error)
        {
            return Failed(Describe(error));
        }
        catch (OperationCanceledException)
        {
            return Failed(
                string.Create(CultureInfo.InvariantCulture, $"{Host} did not answer within {options.Timeout.TotalSeconds:0.###}s")
            );
        }
        catch (InvalidDataException)
        {
            return Failed($"{Host} answered something that cannot be decompressed");
        }

        static (byte[], NextPage?, string?) Failed(string reason) => ([], null, reason);
    }

    private (string? Token, string? Failure) ReadToken()
    {
        string where;
        string? token;
        if (options.TokenEnv is { } variable)
        {
            where = $"the variable {variable}";
            token = environment(variable);
            if (string.IsNullOrWhiteSpace(token))
                return (null, $"no token: {where} is not set");
        }
        else if (options.TokenFile is { } file)
        {
            where = file;
            try
            {
                token = File.ReadAllText(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return (null, $"no token: {error.Message}");
            }
            if (string.IsNullOrWhiteSpace(token))
                return (null, $"no token: {where} is empty");
        }
        else
        {
            return (null, null);
        }
        token = token.Trim();
        return token.All(letter => letter is > ' ' and < '\x7f')
            ? (token, null)
            : (null, $"no token: {where} contains characters that are not allowed in a token");
    }

    private string Refusal(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var credential =
            options.TokenEnv is { } variable ? $"the token in {variable}"
            : options.TokenFile is { } file ? $"the token in {file}"
            : "a request without a token";
        var said = string.Create(CultureInfo.InvariantCulture, $"{Host} answered {code}");
        return code switch
        {
            401 => $"{said} Unauthorized: it does not accept {credential}",
            403 => $"{said} Forbidden: {credential} may not read the jobs of {options.Project} (read_api is needed)",
            404 => $"{said} Not Found: there is no project {options.Project}, or {credential} may not see it",
            429 when response.Headers.RetryAfter?.Delta is { } wait => string.Create(
                CultureInfo.InvariantCulture,
                $"{said} Too Many Requests: ask again in {wait.TotalSeconds:0}s"
            ),
            429 => $"{said} Too Many Requests",
            >= 300 and < 400 when response.Headers.Location is { } target =>
                $"{said}: it redirects to {Place(target)}, which is not followed; set url to the final address",
            _ => said,
        };
    }

    /// <summary>Scheme, host and path of a redirect's target: its query may hold anything.</summary>
    private static string Place(Uri target) =>
        target.IsAbsoluteUri ? target.GetLeftPart(UriPartial.Path) : target.OriginalString.Split('?')[0];

    /// <summary>GitLab says the next page's number (empty on the last page); keyset pages have only a Link header.</summary>
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

    private string Describe(HttpRequestException error) =>
        error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"no such host: {options.Url.Host}",
            HttpRequestError.SecureConnectionError => $"no TLS connection to {Host}: {error.GetBaseException().Message}",
            HttpRequestError.ConfigurationLimitExceeded => $"the answer of {Host} is too large",
            _ => $"no answer from {Host}: {error.GetBaseException().Message}",
        };

    private abstract record NextPage
    {
        public sealed record Number(string Digits) : NextPage;

        public sealed record Query(string Text) : NextPage;
    }

    private static HttpClient NewClient(GitLabOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip,
        };
        if (options.CaFile is not null || !OperatingSystem.IsMacOS())
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(
                options.CaFile is { } file
                    ? RootCertificates.Of(file)
                    : RootCertificates.System(StartEnvironment.Variable("SSL_CERT_FILE"), StartEnvironment.Variable("SSL_CERT_DIR"))
            );
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        // The caller's cancellation is the time limit.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
    }
}
