namespace Helmstuck.Kube.Wire;

/// <summary>
/// Reads a number of bytes from another stream, after decompression: the next byte throws <see cref="InvalidDataException"/>. A few
/// compressed bytes can expand to any amount.
/// </summary>
/// <param name="inner">Disposed with this stream.</param>
/// <param name="limit">In bytes.</param>
internal sealed class LimitedStream(Stream inner, long limit) : ReadOnlyStream(inner)
{
    private long total;

    protected override void OnRead(ReadOnlySpan<byte> read)
    {
        total += read.Length;
        if (total > limit)
            throw new InvalidDataException($"it is larger than {limit >> 20} MiB");
    }
}
