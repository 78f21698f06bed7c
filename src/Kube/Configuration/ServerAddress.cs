using System.Text;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// The address of an API server as kubectl reads it: without a scheme it is plain HTTP, whatever else is set, because kubectl looks at the
/// TLS settings only of an address that begins with https. client-go: rest/url_utils.go DefaultServerURL; Go: net/url, path.Clean.
/// </summary>
internal static class ServerAddress
{
    /// <summary>The address with its path prefix, without query and fragment; an error in kubectl's words.</summary>
    public static KubeResult<Uri> Of(string text)
    {
        if (text.Any(char.IsControl))
            return Unable("net/url: invalid control character in URL");
        var parts = Split(text);
        if (parts.Why is not null || parts.Scheme.Length == 0 || parts.Authority.Length == 0)
        {
            parts = Split("http://" + text);
            if (parts.Why is { } why)
                // With a user name, the port may be a part of a password.
                return text.Contains('@', StringComparison.Ordinal) ? NoAddress(text) : Unable(why);
            if (parts.Path.Length > 1)
                return NoAddress(text);
        }
        if (parts.Scheme is not ("http" or "https"))
            return Unable($"unsupported protocol scheme \"{parts.Scheme}\"");
        // Go connects to port 443 for "host:" and to this machine for ":443"; .NET has no address of that form.
        var address = $"{parts.Scheme}://{parts.Authority.TrimEnd(':')}{Clean(parts.Path)}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : NoAddress(text);
    }

    /// <summary>Why Go cannot parse the text as a URL, or null.</summary>
    public static string? WhyNoUrl(string text) => Split(text).Why;

    /// <param name="Why">Why the text is no URL; null: it is one.</param>
    private sealed record Parts(string Scheme, string Authority, string Path, string? Why);

    private static Parts Split(string text)
    {
        var end = text.AsSpan().IndexOf('#');
        var rest = end < 0 ? text : text[..end];
        var scheme = "";
        var colon = rest.AsSpan().IndexOf(':');
        if (colon == 0)
            return Wrong("missing protocol scheme");
        if (colon > 0 && IsScheme(rest[..colon]))
            (scheme, rest) = (rest[..colon].ToLowerInvariant(), rest[(colon + 1)..]);
        end = rest.AsSpan().IndexOf('?');
        rest = end < 0 ? rest : rest[..end];
        if (!rest.StartsWith('/') && scheme.Length == 0 && rest.Split('/')[0].Contains(':', StringComparison.Ordinal))
            return Wrong("first path segment in URL cannot contain colon");
        if (!rest.StartsWith("//", StringComparison.Ordinal))
            return new Parts(scheme, "", rest, null);
        rest = rest[2..];
        var slash = rest.AsSpan().IndexOf('/');
        var (authority, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        return new Parts(scheme, authority, path, WhyNoHost(authority[(authority.LastIndexOf('@') + 1)..]));
    }

    private static bool IsScheme(string text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.'))
                return false;
        }
        return text.Length > 0 && char.IsAsciiLetter(text[0]);
    }

    private static string? WhyNoHost(string host)
    {
        var bracket = host.LastIndexOf(']');
        if (host.StartsWith('[') && bracket < 0)
            return "missing ']' in host";
        var port = host.LastIndexOf(':');
        if (port > bracket && !host[(port + 1)..].All(char.IsAsciiDigit))
            return $"invalid port \"{host[port..]}\" after host";
        foreach (var letter in host)
        {
            if (letter is ' ' or '#' or '?' or '/' or '\\' or '^' or '`' or '{' or '|' or '}' or '@')
                return $"invalid character \"{(letter == '\\' ? "\\\\" : letter)}\" in host name";
        }
        return null;
    }

    /// <summary>Go unescapes the path, removes empty and dot segments, and escapes it again.</summary>
    private static string Clean(string path)
    {
        var kept = new List<string>();
        foreach (var segment in Uri.UnescapeDataString(path).Split('/'))
        {
            if (segment == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("" or "." or ".."))
                kept.Add(segment);
        }
        var text = new StringBuilder();
        foreach (var segment in kept)
            text.Append('/').Append(Uri.EscapeDataString(segment));
        return text.Append(text.Length == 0 && path.Length > 0 ? "/" : "").ToString();
    }

    private static Parts Wrong(string why) => new("", "", "", why);

    private static KubeError NoAddress(string text) =>
        new(KubeErrorKind.Configuration, KubeError.OneLine($"error: host must be a URL or a host:port pair: \"{UserInfo.Without(text)}\""));

    private static KubeError Unable(string why) =>
        new(KubeErrorKind.Configuration, KubeError.OneLine($"Unable to connect to the server: {why}"));
}
