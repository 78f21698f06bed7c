namespace Helmstuck.Kube.Wire;

/// <summary>The limits of an answer, in bytes after decompression. A larger answer is an error; it is never cut.</summary>
internal static class Budget
{
    /// <summary>One object, one item of a list, one event of a watch. etcd accepts 1.5 MiB.</summary>
    public const int ObjectBytes = 8 << 20;

    /// <summary>All pages of one list.</summary>
    public const long ListBytes = 256L << 20;

    /// <summary>Pages of one list. With 500 items per page that is more than a cluster has.</summary>
    public const int Pages = 10_000;
}
