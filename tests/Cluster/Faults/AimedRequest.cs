namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>Some of the requests of a command, which a fault is aimed at.</summary>
/// <param name="Matches">Takes the request's method and its path with the query.</param>
/// <param name="Check">The check that must not pass without their answers; null if there is none.</param>
internal sealed record AimedRequest(string Name, Func<string, string, bool> Matches, string? Check = null)
{
    /// <summary>From the first of them on, every request meets the fault.</summary>
    public bool IsOnwards { get; init; }

    /// <summary>Decides for the requests of one run.</summary>
    public Func<RelayedRequest, bool> Aim()
    {
        var hasBegun = false;
        return request =>
        {
            var words = request.Line.Split(' ');
            var matches = Matches(words[0], Uri.UnescapeDataString(words[1]));
            hasBegun |= matches;
            return matches || (IsOnwards && hasBegun);
        };
    }

    public override string ToString() => Name;

    public static IReadOnlyList<AimedRequest> OfList { get; } =
    [
        new("the stuck records in the cache", static (_, url) => IsRecords(url, "status in") && IsCached(url)),
        new("the stuck records", static (_, url) => IsRecords(url, "status in") && !IsCached(url)),
        new("newer records", static (_, url) => IsRecords(url, "version>")),
        new("single records", static (_, url) => Has(url, "/secrets/")),
        new("all records' questions", static (_, url) => Has(url, "/secrets")),
        new("everything", static (_, _) => true),
    ];

    public static IReadOnlyList<AimedRequest> OfExplain { get; } =
    [
        new("the release's records", static (_, url) => IsRecords(url, "name=web"), "record"),
        new("the payloads and the next record", static (_, url) => Has(url, "/secrets/"), "record"),
        new("the namespace", static (_, url) => IsNamespace(url), "unlocks"),
        new("Deployments", static (_, url) => Has(url, "/deployments?"), "workloads"),
        new("autoscalers", static (_, url) => Has(url, "/horizontalpodautoscalers")),
        new("Jobs of controllers", static (_, url) => Has(url, "/batch/v1/jobs?"), "owner"),
        new("Pods of controllers", static (_, url) => Has(url, "/pods?"), "owner"),
        new("the user's rights", static (_, url) => Has(url, "selfsubjectaccessreviews"), "permissions"),
        new("the changed objects", static (_, url) => Has(url, "/deployments/")),
        new("everything", static (_, _) => true, "record"),
    ];

    public static IReadOnlyList<AimedRequest> OfUnstick { get; } =
    [
        new("the delete", static (method, url) => method == "DELETE" && !Has(url, "dryRun")),
        new("the rehearsal", static (method, url) => method == "DELETE" && Has(url, "dryRun")),
        new("every change", static (method, _) => method is "DELETE" or "PUT"),
        new("the change and all that follows", static (method, url) => (method is "DELETE" or "PUT") && !Has(url, "dryRun"))
        {
            IsOnwards = true,
        },
    ];

    public static bool IsStuckRecords(string url) => IsRecords(url, "status in") && !IsCached(url);

    private static bool IsRecords(string url, string selector) => Has(url, "/secrets?") && Has(url, selector);

    private static bool IsCached(string url) => Has(url, "resourceVersion=");

    private static bool IsNamespace(string url) => Has(url, "/api/v1/namespaces/") && Slashes(url) == 4;

    private static int Slashes(string url) => url.Split('?')[0].Count(sign => sign == '/');

    private static bool Has(string url, string part) => url.Contains(part, StringComparison.Ordinal);
}
