using System.Globalization;
using System.Net.Http.Headers;

namespace Helmstuck.Pipelines;

internal sealed partial class CiApi
{
    private string Host => endpoint.Server.Url.Authority;

    private string Limit => $"{endpoint.Server.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s";

    private string Refusal(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        var credential =
            endpoint.Server.TokenEnv is { } variable ? $"the token in {variable}"
            : endpoint.Server.TokenFile is { } file ? $"the token in {file}"
            : "a request without a token";
        var said = string.Create(CultureInfo.InvariantCulture, $"{Host} answered {code}");
        return code switch
        {
            401 => $"{said} Unauthorized: it does not accept {credential}",
            403 or 429 when Again(response.Headers) is { } again => $"{said} {Name(code)}: {again}",
            403 => $"{said} Forbidden: {credential} may not read the {endpoint.Listed} of {endpoint.Server.Place} "
                + $"({endpoint.Permission} is needed)",
            404 => $"{said} Not Found: there is no {endpoint.Kind} {endpoint.Server.Place}, or {credential} may not see it",
            429 => $"{said} {Name(code)}",
            >= 300 and < 400 when response.Headers.Location is { } target =>
                $"{said}: it redirects to {Place(target)}, which is not followed; set url to the final address",
            _ => said,
        };
    }

    private static string Name(int code) => code == 403 ? "Forbidden" : "Too Many Requests";

    /// <summary>When to ask again, if the answer is a rate limit with a time; else null.</summary>
    private static string? Again(HttpResponseHeaders headers)
    {
        if (headers.RetryAfter?.Delta is { } wait)
            return string.Create(CultureInfo.InvariantCulture, $"ask again in {wait.TotalSeconds:0}s");
        if (headers.RetryAfter?.Date is { } date)
            return $"ask again at {CiJob.Utc(date)}";
        // GitHub: an exceeded limit is 403 or 429, and its end is in seconds since 1970.
        if (Number(headers, "x-ratelimit-remaining") != 0)
            return null;
        var limit = Number(headers, "x-ratelimit-limit")?.ToString(CultureInfo.InvariantCulture) ?? "all";
        return Number(headers, "x-ratelimit-reset") is { } reset and > 0 and < 253402300800
            ? $"the rate limit of {limit} requests is used up; ask again at {CiJob.Utc(DateTimeOffset.FromUnixTimeSeconds(reset))}"
            : "the rate limit is used up";
    }

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Scheme, host and path of a redirect's target: its query may contain a secret.</summary>
    private static string Place(Uri target) =>
        target.IsAbsoluteUri ? target.GetLeftPart(UriPartial.Path) : target.OriginalString.Split('?')[0];

    private string Describe(HttpRequestException error) =>
        error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"no such host: {endpoint.Server.Url.Host}",
            HttpRequestError.SecureConnectionError => $"no TLS connection to {Host}: {error.GetBaseException().Message}",
            HttpRequestError.ConfigurationLimitExceeded => $"the answer of {Host} is too large",
            _ => $"no answer from {Host}: {error.GetBaseException().Message}",
        };
}
