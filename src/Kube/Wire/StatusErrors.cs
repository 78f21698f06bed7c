using System.Net;
using System.Text;
using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube.Wire;

/// <summary>
/// Converts an answer that is not a success to kubectl's words. The Status in the body is used before the HTTP code. Sources: apimachinery
/// pkg/api/errors NewGenericServerResponse; client-go rest/request.go newUnstructuredResponseError; kubectl pkg/cmd/util/helpers.go.
/// </summary>
internal static class StatusErrors
{
    /// <summary>How many characters of an answer that is no Status are quoted.</summary>
    private const int MostQuoted = 200;

    /// <param name="code">The HTTP status.</param>
    /// <param name="body">The first bytes of the answer.</param>
    /// <param name="textual">The content type is text, so the body may be quoted.</param>
    public static KubeError FromAnswer(int code, ReadOnlyMemory<byte> body, bool textual, RequestedObject requested)
    {
        var (method, type, name) = requested;
        if (Status(body) is { } status)
            return FromStatus(status, code);
        var (reason, message) = Generic(code, method, textual ? Quote(Encoding.UTF8.GetString(body.Span)) : "unknown");
        if (type is not null)
            message += name is null
                ? $" ({method.ToLowerInvariant()} {type.Qualified})"
                : $" ({method.ToLowerInvariant()} {type.Qualified} {name})";
        return Spell(reason, message, code);
    }

    /// <summary>A Status object, as in the body of a failed request or in an ERROR event of a watch.</summary>
    public static KubeError FromStatus(JsonElement status, int code)
    {
        var reason = status.Text("reason") ?? "";
        var message = status.Text("message") ?? "";
        code = (int?)status.Number("code") ?? code;
        return reason == "Invalid" ? Invalid(status, message, code) : Spell(reason, message, code);
    }

    /// <summary>The body is a Status that refuses the request: a failure with a code 4xx that is not a timeout.</summary>
    public static bool IsRefusal(ReadOnlyMemory<byte> body) =>
        Status(body) is { } status
        && status.Text("reason") is not ("Timeout" or "ServerTimeout")
        && (status.Number("code") ?? 400) is >= 400 and < 500;

    private static JsonElement? Status(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.Text("kind") == "Status" && root.Text("status") == "Failure" ? root.Clone() : null;
        }
        catch (JsonException)
        {
            // Not every proxy in front of the API returns JSON: then the code decides.
            return null;
        }
    }

    private static KubeError Invalid(JsonElement status, string message, int code)
    {
        // kubectl: helpers.go checkErr, IsInvalid.
        var causes = status
            .Items("details", "causes")
            .Select(cause =>
                cause.Text("field") is { Length: > 0 } field ? $"{field}: {cause.Text("message")}" : cause.Text("message") ?? ""
            )
            .ToList();
        var what = status.Text("details", "kind") is { Length: > 0 } kind
            ? $"The {kind} \"{status.Text("details", "name")}\" is invalid"
            : "The request is invalid";
        var why = causes.Count == 0 ? message : string.Join("; ", causes);
        return new KubeError(KubeErrorKind.Invalid, KubeError.OneLine(why.Length == 0 ? what : $"{what}: {why}"), code, "Invalid");
    }

    private static KubeError Spell(string reason, string message, int code)
    {
        var line = reason switch
        {
            "Unauthorized" => $"error: You must be logged in to the server ({message})",
            "" => $"Error from server: {message}",
            _ => $"Error from server ({reason}): {message}",
        };
        return new KubeError(KindOf(reason, code), KubeError.OneLine(line), code, reason);
    }

    private static KubeErrorKind KindOf(string reason, int code) =>
        reason switch
        {
            "Unauthorized" => KubeErrorKind.Unauthorized,
            "Forbidden" => KubeErrorKind.Forbidden,
            "NotFound" => KubeErrorKind.NotFound,
            "AlreadyExists" => KubeErrorKind.AlreadyExists,
            "Conflict" => KubeErrorKind.Conflict,
            "Expired" or "Gone" => KubeErrorKind.Expired,
            "Invalid" or "BadRequest" => KubeErrorKind.Invalid,
            "TooManyRequests" => KubeErrorKind.TooManyRequests,
            "Timeout" => KubeErrorKind.Timeout,
            "" => (HttpStatusCode)code switch
            {
                HttpStatusCode.Unauthorized => KubeErrorKind.Unauthorized,
                HttpStatusCode.Forbidden => KubeErrorKind.Forbidden,
                HttpStatusCode.NotFound => KubeErrorKind.NotFound,
                HttpStatusCode.Conflict => KubeErrorKind.Conflict,
                HttpStatusCode.Gone => KubeErrorKind.Expired,
                HttpStatusCode.TooManyRequests => KubeErrorKind.TooManyRequests,
                _ => KubeErrorKind.Server,
            },
            _ => KubeErrorKind.Server,
        };

    /// <summary>The words of an answer that is no Status: of a page of a proxy, without its tags.</summary>
    private static string Quote(string said)
    {
        var words = new StringBuilder();
        var inTag = false;
        foreach (var sign in said)
        {
            inTag = sign == '<' || inTag;
            if (!inTag && words.Length < MostQuoted)
                words.Append(sign);
            else if (inTag && sign == '>')
                (inTag, _) = (false, words.Append(' '));
        }
        return KubeError.OneLine(words.ToString().Trim());
    }

    private static (string Reason, string Message) Generic(int code, string method, string said) =>
        code switch
        {
            409 => (method == "POST" ? "AlreadyExists" : "Conflict", "the server reported a conflict"),
            404 => ("NotFound", "the server could not find the requested resource"),
            400 => ("BadRequest", "the server rejected our request for an unknown reason"),
            401 => ("Unauthorized", "the server has asked for the client to provide credentials"),
            403 => ("Forbidden", said),
            406 => (
                "NotAcceptable",
                said is "" or "unknown" ? "the server was unable to respond with a content type that the client supports" : said
            ),
            415 => ("UnsupportedMediaType", said),
            405 => ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
            410 => ("Gone", "the server responded with the status code 410 but did not return more information"),
            422 => ("Invalid", "the server rejected our request due to an error in our request"),
            429 => ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            504 => ("Timeout", "the server was unable to return a response in the time allotted, but may still be processing the request"),
            >= 500 => ("InternalError", $"an error on the server (\"{said}\") has prevented the request from succeeding"),
            _ => ("", $"the server responded with the status code {code} but did not return more information"),
        };
}
