namespace Helmstuck.Survey;

/// <summary>
/// Many questions to one API server at once: side by side because each round trip over a far line counts, and only so many at a time
/// because the server has fairness rules.
/// </summary>
internal static class SideBySide
{
    /// <summary>Small answers that are awaited at once.</summary>
    public const int SmallAnswers = 8;

    /// <summary>Release payloads, up to a megabyte each, that are awaited at once.</summary>
    public const int Payloads = 4;

    /// <summary>
    /// Asks for each item, at most <paramref name="atOnce"/> at a time, and gives the answers in the order of the items. Throws
    /// <see cref="OperationCanceledException"/> where the wait for a turn is cancelled, and whatever <paramref name="ask"/> throws.
    /// </summary>
    public static async Task<TAnswer[]> AskEachAsync<TItem, TAnswer>(
        this IEnumerable<TItem> items,
        int atOnce,
        Func<TItem, Task<TAnswer>> ask,
        CancellationToken cancellation
    )
    {
        using var turns = new SemaphoreSlim(atOnce);
        return await Task.WhenAll(items.Select(AskAsync)).ConfigureAwait(false);

        async Task<TAnswer> AskAsync(TItem item)
        {
            await turns.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ask(item).ConfigureAwait(false);
            }
            finally
            {
                turns.Release();
            }
        }
    }
}
