namespace Helmstuck.Kube.Wire;

internal static class Bytes
{
    /// <summary>The stream to its end, or its first <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, int limit, CancellationToken ct)
    {
        var buffer = new byte[Math.Min(limit, 16 * 1024)];
        var length = 0;
        while (length < limit)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(limit, buffer.Length * 2L));
            var read = await stream.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
            if (read == 0)
                break;
            length += read;
        }
        Array.Resize(ref buffer, length);
        return buffer;
    }
}
