using System.Text;

namespace Helmstuck.Kube.Transport;

/// <summary>The Impersonate-* headers. client-go: transport/round_trippers.go impersonatingRoundTripper.</summary>
internal sealed class ImpersonationHeaders
{
    private readonly List<KeyValuePair<string, string>> headers = [];
    private readonly List<KeyValuePair<string, Encoding>> encodings = [];
    private readonly KubeError? invalid;

    public ImpersonationHeaders(Impersonation? impersonation)
    {
        if (impersonation is null)
            return;
        var names = new List<string>();
        var values = new List<List<string>>();
        Add("Impersonate-User", impersonation.User);
        if (!string.IsNullOrEmpty(impersonation.Uid))
            Add("Impersonate-Uid", impersonation.Uid);
        foreach (var group in impersonation.Groups)
            Add("Impersonate-Group", group);
        foreach (var (key, value) in impersonation.Extra)
            Add("Impersonate-Extra-" + HeaderKey(key), value);
        for (var at = 0; at < names.Count; at++)
        {
            headers.Add(new(names[at], HeaderLines.Join(values[at])));
            if (values[at].Count > 1)
                encodings.Add(new(names[at], new HeaderLines(names[at])));
            if (!values[at].TrueForAll(HeaderLines.Takes))
                invalid = new KubeError(
                    KubeErrorKind.Configuration,
                    $"Unable to connect to the server: net/http: invalid header field value for \"{names[at]}\""
                );
        }

        void Add(string name, string value)
        {
            var at = names.IndexOf(name);
            if (at < 0)
            {
                at = names.Count;
                names.Add(name);
                values.Add([]);
            }
            values[at].Add(value);
        }
    }

    /// <summary>Some header has several values, which only HTTP/1.1 can send.</summary>
    public bool NeedHttp1 => encodings.Count > 0;

    /// <summary>How the values of a header become bytes.</summary>
    public Encoding EncodingOf(string name)
    {
        foreach (var (repeated, encoding) in encodings)
        {
            if (repeated.Equals(name, StringComparison.OrdinalIgnoreCase))
                return encoding;
        }
        return Encoding.UTF8;
    }

    /// <summary>An error if a value cannot be sent.</summary>
    public KubeError? AddTo(HttpRequestMessage request)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (NeedHttp1)
            request.Version = System.Net.HttpVersion.Version11;
        return invalid;
    }

    /// <summary>Lower case; characters that are not allowed in a header name, and the percent sign, are percent-escaped.</summary>
    private static string HeaderKey(string key)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(key.ToLowerInvariant()))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal))
                text.Append((char)b);
            else
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return text.ToString();
    }
}
