using System.Text.Json;

namespace Helmstuck.Pipelines;

/// <summary>A page of a list as CI servers send it.</summary>
internal static class CiPage
{
    /// <summary>
    /// The page's items, each read by <paramref name="one"/>: the whole text is the list, or its <paramref name="member"/> is. Null if
    /// the text is not such a page, or <paramref name="one"/> returns null for an item.
    /// </summary>
    public static List<T>? Read<T>(ReadOnlyMemory<byte> json, string? member, Func<JsonElement, T?> one)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var list = document.RootElement;
            if (member is not null && (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty(member, out list)))
                return null;
            if (list.ValueKind != JsonValueKind.Array)
                return null;
            var items = new List<T>();
            foreach (var item in list.EnumerateArray())
            {
                if (one(item) is not { } read)
                    return null;
                items.Add(read);
            }
            return items;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
