using Microsoft.CodeAnalysis;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>What the pure rooms are handed and may not fetch: a clock, the environment, files, the network, chance.</summary>
internal static class Purity
{
    private static readonly string[] PureParts = ["Helm", "Health", "Runbook", "Tui", "Go", "Kube/Resources"];

    private const string Loop = "Tui/Loop";

    /// <summary>As documentation comments spell them: T: a type, M: P: F: a member, N: a namespace.</summary>
    private static readonly HashSet<string> Banned = new(StringComparer.Ordinal)
    {
        "P:System.DateTime.Now",
        "P:System.DateTime.UtcNow",
        "P:System.DateTime.Today",
        "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow",
        "P:System.TimeProvider.System",
        "P:System.TimeZoneInfo.Local",
        "T:System.Diagnostics.Stopwatch",
        "T:System.Diagnostics.Process",
        "T:System.Environment",
        "T:System.AppContext",
        "T:System.Console",
        "T:System.GC",
        "T:System.IO.File",
        "T:System.IO.FileInfo",
        "T:System.IO.FileStream",
        "T:System.IO.Directory",
        "T:System.IO.DirectoryInfo",
        "T:System.Threading.Thread",
        "T:System.Threading.Timer",
        "M:System.Random.#ctor",
        "P:System.Random.Shared",
        "M:System.Guid.NewGuid",
        "T:System.Security.Cryptography.RandomNumberGenerator",
        "N:System.Net.Http",
        "N:System.Net.Sockets",
        "N:Microsoft.Win32.SafeHandles",
    };

    /// <summary><c>src/A/B.cs: System.Console</c> for each use in a pure room.</summary>
    public static IEnumerable<string> Breaches(Sources sources) =>
        sources
            .Mentions.Where(mention => IsPure(Sources.RoomOf(mention.File)))
            .Select(mention => (mention.File, Banned: BannedIn(mention.Symbol)))
            .Where(found => found.Banned is not null)
            .Select(found => $"src/{found.File}: {found.Banned}")
            .Distinct();

    private static bool IsPure(string room) =>
        room != Loop && PureParts.Any(part => room == part || room.StartsWith(part + "/", StringComparison.Ordinal));

    private static string? BannedIn(ISymbol? symbol)
    {
        // Task.Delay has many overloads.
        if (symbol is IMethodSymbol { Name: "Delay", ContainingType.Name: "Task" })
            return "System.Threading.Tasks.Task.Delay";
        for (var one = symbol; one is not null; one = one.ContainingSymbol)
        {
            if (one.GetDocumentationCommentId() is { } id && Banned.Contains(id))
                return id[2..];
        }
        return null;
    }
}
