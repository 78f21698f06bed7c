namespace Helmstuck;

/// <summary>
/// Select, Where and SelectMany as plain iterators. They stand nearer than System.Linq's to all code of this program, and so replace them: those are
/// generic virtual methods, of which native AOT compiles every pair of value types, 5 MB of the executable. From .NET 10 on the SDK does this itself
/// (UseSizeOptimizedLinq); this file can go when that is the oldest framework that is published.
/// </summary>
internal static class LeanLinq
{
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (var item in source)
            yield return selector(item);
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, TResult> selector)
    {
        var index = 0;
        foreach (var item in source)
            yield return selector(item, index++);
    }

    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (var item in source)
        {
            if (predicate(item))
                yield return item;
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, IEnumerable<TResult>> selector)
    {
        foreach (var item in source)
        {
            foreach (var result in selector(item))
                yield return result;
        }
    }
}
