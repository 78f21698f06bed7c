using System.Collections;

namespace Helmstuck.Terminal;

/// <summary>The rows of a <see cref="Table"/>, each made only when it is drawn; its columns must say how wide their content is.</summary>
internal sealed class LazyRows(int count, Func<int, IReadOnlyList<Spans>> row) : IReadOnlyList<IReadOnlyList<Spans>>
{
    public int Count => count;

    public IReadOnlyList<Spans> this[int index] => row(index);

    public IEnumerator<IReadOnlyList<Spans>> GetEnumerator()
    {
        for (var index = 0; index < count; index++)
            yield return row(index);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
