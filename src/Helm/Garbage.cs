namespace Helmstuck.Helm;

/// <summary>
/// Taking large manifests apart leaves tens of MB behind. On a machine with a large processor cache .NET collects only after as much was allocated as that cache
/// holds, a hundred MB and more, which a bastion should not have to give.
/// </summary>
internal static class Garbage
{
    /// <summary>In bytes; a release of ordinary size stays below it and pays nothing.</summary>
    private const long Tolerated = 24_000_000;

    /// <summary>Collects now if much lies about. To be called between large steps.</summary>
    /// <param name="young">Only what was made lately: for the middle of a step.</param>
    public static void Collect(bool young = false)
    {
        if (GC.GetTotalMemory(forceFullCollection: false) > Tolerated)
            GC.Collect(young ? 0 : 2, GCCollectionMode.Forced, blocking: true, compacting: false);
    }

    /// <summary>To be called again and again in a long step: collects what is young whenever this thread has made that much more. <paramref name="mark"/>: 0 at the beginning.</summary>
    public static void CollectYoung(ref long mark)
    {
        var made = GC.GetAllocatedBytesForCurrentThread();
        if (mark == 0)
            mark = made;
        if (made - mark <= Tolerated / 2)
            return;
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        mark = made;
    }
}
