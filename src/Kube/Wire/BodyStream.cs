namespace Helmstuck.Kube.Wire;

/// <summary>Reads from another stream and counts the transferred bytes.</summary>
internal sealed class BodyStream(Stream inner, Action<int> count) : ReadOnlyStream(inner)
{
    protected override void OnRead(ReadOnlySpan<byte> read) => count(read.Length);
}
