using System.Globalization;
using System.Text;

namespace Helmstuck.Kube;

/// <summary>
/// What <c>-v=6</c> to <c>-v=9</c> write of each request: 6 its address, status and time; 7 also its headers; 8 also both bodies, cut;
/// 9 the request as a command for curl. Tokens, passwords and the data of Secrets are masked. Safe to use from several threads.
/// Source of the format: client-go transport/round_trippers.go debuggingRoundTripper; klog.
/// </summary>
/// <param name="write">Receives one entry, which may have several lines.</param>
internal sealed class RequestLog(int level, TimeProvider time, Action<string> write)
{
    public const int Lowest = 6;

    internal const string Masked = "<masked>";

    private readonly Lock gate = new();

    /// <summary>What was sent in an Authorization header; a server may repeat it in an answer.</summary>
    private readonly List<string> secrets = [];

    /// <summary>How many bytes of a body are logged, as in kubectl.</summary>
    public int BodyBytes =>
        level switch
        {
            < 8 => 0,
            8 => 1024,
            _ => 10240,
        };

    public void Requested(HttpRequestMessage request, ReadOnlyMemory<byte>? body)
    {
        var headers = Headers(request.Headers.ToString());
        if (level >= 9)
            Write(
                $"\"Request\" curlCommand=<\n\tcurl -v -X{request.Method.Method}  "
                    + string.Concat(headers.ConvertAll(line => $"-H \"{line}\" "))
                    + $"'{Address(request)}'\n >"
            );
        else if (level >= 7)
            Write($"\"Request\" {Of(request)} headers=<\n\t{string.Join("\n\t", headers)}\n >");
        if (body is { } bytes && level >= 8)
            Body("Request", request, bytes.Span[..Math.Min(bytes.Length, BodyBytes)], bytes.Length);
    }

    /// <param name="response">Null: none arrived.</param>
    public void Responded(HttpRequestMessage request, HttpResponseMessage? response, TimeSpan elapsed)
    {
        var status = response is null ? "" : $"{Number((int)response.StatusCode)} {response.ReasonPhrase}";
        var headers =
            level >= 8 && response is not null ? $" headers=<\n\t{string.Join("\n\t", Headers(response.Headers.ToString()))}\n >" : "";
        Write($"\"Response\" {Of(request)} status=\"{status}\"{headers} milliseconds={Number((long)elapsed.TotalMilliseconds)}");
    }

    /// <param name="start">At most <see cref="BodyBytes"/> from its start, decompressed.</param>
    /// <param name="total">How many bytes of it were read.</param>
    public void Body(string what, HttpRequestMessage request, ReadOnlySpan<byte> start, long total)
    {
        var cut = total > start.Length ? $" [truncated {Number(total - start.Length)} bytes]" : "";
        Write($"\"{what} Body\" {Of(request)} body=<\n\t{MaskedBody.Of(start)}{cut}\n >");
    }

    /// <summary>Masks it in what follows, and the password in it. Not the shortest ones: they are parts of other words.</summary>
    private void Hide(string secret)
    {
        lock (gate)
        {
            if (secret.Length >= 4 && !secrets.Contains(secret))
                secrets.Add(secret);
        }
    }

    private void Write(string entry)
    {
        lock (gate)
        {
            foreach (var secret in secrets)
                entry = entry.Replace(secret, Masked, StringComparison.Ordinal);
        }
        var now = time.GetUtcNow().UtcDateTime.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        write($"I{now} {Number(Environment.ProcessId).PadLeft(7)} request] {entry}");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Of(HttpRequestMessage request) => $"verb=\"{request.Method.Method}\" url=\"{Address(request)}\"";

    private static string Address(HttpRequestMessage request) => UserInfo.Without(request.RequestUri!);

    /// <summary>A line each, also of a header with several values; those that are credentials are masked.</summary>
    private List<string> Headers(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
            foreach (var value in line[(name.Length + 1)..].Trim().Split('\uFFFF'))
                lines.Add($"{name}: {Shown(name, value)}");
        }
        return lines;
    }

    private string Shown(string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            var (scheme, secret) = (value.Split(' ')[0], value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            Hide(secret);
            if (scheme == "Basic")
                Hide(Encoding.UTF8.GetString(Convert.FromBase64String(secret)).Split(':', 2)[^1]);
            return $"{scheme} {Masked}";
        }
        if (name.Contains("cookie", StringComparison.OrdinalIgnoreCase) || name.Contains("auth", StringComparison.OrdinalIgnoreCase))
            return Masked;
        // A login page may pass a token along in its query.
        return name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? value.Split('?', '#')[0] : value;
    }
}
