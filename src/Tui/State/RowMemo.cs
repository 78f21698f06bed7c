using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>Remembers the rows of a model and of those that come from it, for as long as what they are made of stays the same.</summary>
internal sealed class RowMemo
{
    private IReadOnlyList<object?> madeOf = [];
    private IReadOnlyList<ReleaseRow> rows = [];

    /// <param name="parts">What the rows are made of, compared by value.</param>
    public IReadOnlyList<ReleaseRow> Of(IReadOnlyList<object?> parts, Func<IReadOnlyList<ReleaseRow>> make)
    {
        if (!madeOf.SequenceEqual(parts))
            (rows, madeOf) = (make(), parts);
        return rows;
    }
}
