namespace Helmstuck.Survey;

/// <summary>
/// Many requests to one API server at once: in parallel, because each round trip over a slow line counts, and limited in number,
/// because the server has fairness rules.
/// </summary>
internal static class SideBySide
{
    /// <summary>How many small answers are awaited at once.</summary>
    public const int SmallAnswers = 8;

    /// <summary>How many release payloads, up to a megabyte each, are awaited at once.</summary>
    public const int Payloads = 4;

    /// <summary>
    /// Asks for each item, at most <paramref name="atOnce"/> at a time, and returns the answers in the order of the items. Throws
    /// <see cref="OperationCanceledException"/> if the wait for a turn is cancelled, and everything that <paramref name="ask"/> throws.
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
