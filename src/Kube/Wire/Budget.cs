namespace Helmstuck.Kube.Wire;

/// <summary>How much of an answer is read, in bytes after decompression. A larger answer is an error, never a part of an answer.</summary>
internal static class Budget
{
    /// <summary>One object, one item of a list, one event of a watch. etcd takes 1.5 MiB.</summary>
    public const int ObjectBytes = 8 << 20;

    /// <summary>All pages of one list.</summary>
    public const long ListBytes = 256L << 20;

    /// <summary>Pages of one list. At 500 items a page that is more than a cluster holds.</summary>
    public const int Pages = 10_000;
}
