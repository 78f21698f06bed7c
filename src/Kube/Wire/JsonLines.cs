namespace Helmstuck.Kube.Wire;

/// <summary>A stream of JSON texts, one per line, as a watch sends them.</summary>
internal static class JsonLines
{
    /// <summary>
    /// Calls <paramref name="onLine"/> for each line that is not blank, as soon as it is complete. The memory is reused after the call.
    /// </summary>
    public static async Task ReadAsync(Stream stream, Func<ReadOnlyMemory<byte>, ValueTask> onLine, CancellationToken ct)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length && length >= Budget.ObjectBytes)
                throw new InvalidDataException($"one line is larger than {Budget.ObjectBytes >> 20} MiB");
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = await stream.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
            var searched = length;
            length += read;
            var start = 0;
            while (buffer.AsSpan(searched, length - searched).IndexOf((byte)'\n') is var at and >= 0)
            {
                await LineAsync(buffer.AsMemory(start, searched + at - start)).ConfigureAwait(false);
                start = searched = searched + at + 1;
            }
            if (read == 0)
            {
                await LineAsync(buffer.AsMemory(start, length - start)).ConfigureAwait(false);
                return;
            }
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
        }

        async ValueTask LineAsync(ReadOnlyMemory<byte> line)
        {
            if (line.Span.Trim(" \t\r"u8).Length > 0)
                await onLine(line).ConfigureAwait(false);
        }
    }
}
