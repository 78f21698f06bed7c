namespace Helmstuck.Kube.Wire;

/// <summary>Reads from another stream, and passes its start on when it ends or is disposed.</summary>
/// <param name="most">How many bytes are kept.</param>
/// <param name="ended">Receives them and the number of all bytes that were read.</param>
internal sealed class LoggedBody(Stream inner, int most, Action<ReadOnlyMemory<byte>, long> ended) : ReadOnlyStream(inner)
{
    private readonly byte[] start = new byte[most];
    private int kept;
    private long total;
    private bool told;

    protected override void OnRead(ReadOnlySpan<byte> read)
    {
        if (read.Length == 0)
            Tell();
        total += read.Length;
        read = read[..Math.Min(read.Length, most - kept)];
        read.CopyTo(start.AsSpan(kept));
        kept += read.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Tell();
        base.Dispose(disposing);
    }

    private void Tell()
    {
        if (!told)
            ended(start.AsMemory(0, kept), total);
        told = true;
    }
}
