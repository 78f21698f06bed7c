using System.Runtime.InteropServices;
using System.Text.Json;

namespace Helmstuck.Kube.Wire;

/// <summary>The limits of an answer, in bytes after decompression. A larger answer is an error; it is never cut.</summary>
internal static class Budget
{
    /// <summary>One object, one item of a list, one event of a watch. etcd accepts 1.5 MiB.</summary>
    public const int ObjectBytes = 8 << 20;

    /// <summary>All pages of one list.</summary>
    public const long ListBytes = 256L << 20;

    /// <summary>
    /// Memory for the items of one list, as <see cref="CostOf"/> estimates it: small items take up several times their bytes. That is
    /// about 30,000 records, where all of a list are needed.
    /// </summary>
    public const long KeptBytes = 112L << 20;

    /// <summary>Pages of one list. With 500 items per page that is more than a cluster has.</summary>
    public const int Pages = 10_000;

    /// <summary>
    /// About how many bytes of memory an item takes up: text at two bytes a character, and for each value the place where it is found.
    /// </summary>
    public static long CostOf(JsonElement item)
    {
        var text = JsonMarshal.GetRawUtf8Value(item);
        return (2L * text.Length) + (24L * text.Count((byte)',')) + 768;
    }
}
