namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>What of a request tells who sent it, where to and how; as lines that can be compared.</summary>
internal static class Arrival
{
    private static readonly string[] Told = ["Authorization", "Proxy-Authorization", "Accept-Encoding", "Host"];

    /// <param name="server">Which server it reached.</param>
    /// <param name="head">The request's head.</param>
    public static string Of(string server, string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var (path, query) = words[1].Split('?', 2) is [var before, var after] ? (before, after) : (words[1], "");
        var cut = path.IndexOf("/api/v1/namespaces/", StringComparison.Ordinal);
        var told = new List<string> { $"{words[0]} at {server}" };
        if (cut >= 0)
        {
            told.Add("prefix: " + path[..cut]);
            told.Add("namespace: " + path[(cut + "/api/v1/namespaces/".Length)..].Split('/')[0]);
        }
        else
        {
            told.Add("path: " + path);
        }
        told.AddRange(query.Split('&').Where(part => part.StartsWith("timeout=", StringComparison.Ordinal)));
        told.AddRange(
            lines
                .Skip(1)
                .Select(line => line.Split(':', 2))
                .Where(parts =>
                    Told.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
                    || parts[0].StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)
                )
                .Select(parts => $"{parts[0].ToLowerInvariant()}: {parts[1].Trim()}")
                .Order(StringComparer.Ordinal)
        );
        return string.Join('\n', told);
    }
}
