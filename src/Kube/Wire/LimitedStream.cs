namespace Helmstuck.Kube.Wire;

/// <summary>
/// Reads from another stream, after decompression, up to a number of bytes: the next byte throws <see cref="InvalidDataException"/>. A few
/// compressed bytes can stand for any amount.
/// </summary>
/// <param name="inner">Disposed with this stream.</param>
/// <param name="limit">In bytes.</param>
internal sealed class LimitedStream(Stream inner, long limit) : ReadOnlyStream(inner)
{
    private long total;

    protected override void OnRead(int bytes)
    {
        total += bytes;
        if (total > limit)
            throw new InvalidDataException($"it is larger than {limit >> 20} MiB");
    }
}
