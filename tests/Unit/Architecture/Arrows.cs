using System.Collections.Immutable;

namespace Helmstuck.Tests.Unit.Architecture;

/// <summary>Which file uses which, by the symbols that it names.</summary>
internal static class Arrows
{
    /// <summary><c>src/A/B.cs → src/C/D.cs (Symbol)</c> for each use that <see cref="Rooms"/> does not allow.</summary>
    public static IEnumerable<string> Wrong(Sources sources) =>
        sources
            .Mentions.Where(mention => mention.Declared is { } declared && IsWrong(mention.File, declared))
            .Select(mention => $"src/{mention.File} → src/{mention.Declared} ({mention.Name})")
            .Distinct();

    /// <summary>The rooms of these sources that the table does not know.</summary>
    public static IEnumerable<string> UnknownRooms(Sources sources) =>
        sources.Trees.Select(tree => Sources.RoomOf(tree.FilePath)).Distinct().Where(room => !Rooms.MayUse.ContainsKey(room));

    /// <summary>Rooms that reach themselves again along what they may use.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyDictionary<string, string[]> mayUse) =>
        mayUse.Keys.Where(room => Reached(mayUse, room).Contains(room));

    private static bool IsWrong(string from, string to) =>
        Sources.RoomOf(from) != Sources.RoomOf(to)
        && Rooms.MayUse.TryGetValue(Sources.RoomOf(from), out var allowed)
        && !Rooms.Allows(allowed, to);

    private static ImmutableHashSet<string> Reached(IReadOnlyDictionary<string, string[]> mayUse, string start)
    {
        var reached = ImmutableHashSet<string>.Empty;
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out var room))
        {
            foreach (var used in mayUse.Keys.Where(one => one != room && Rooms.Allows(mayUse[room], one + "/")))
            {
                if (reached.Contains(used))
                    continue;
                reached = reached.Add(used);
                next.Enqueue(used);
            }
        }
        return reached;
    }
}
