namespace Helmstuck.Terminal;

/// <summary>
/// An inherited file descriptor as a stream. Not a FileStream: that keeps a position of its own, so that two programs
/// which share a file (<c>{ a; b; } &gt; file</c>, or <c>2&gt;&amp;1</c>) would overwrite each other. Once the reader of a pipe, or the
/// terminal, is gone, writes do nothing. The descriptor is not closed.
/// </summary>
internal sealed unsafe class DescriptorStream(int descriptor) : Stream
{
    private readonly bool _isTerminal = LibC.IsTerminal(descriptor) == 1;
    private bool _readerGone;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var read = LibC.Read(descriptor, start, (nuint)buffer.Length);
                if (read >= 0)
                    return (int)read;
                Await(LibC.Readable);
            }
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (var done = 0; done < buffer.Length && !_readerGone; )
            {
                var written = LibC.Write(descriptor, start + done, (nuint)(buffer.Length - done));
                if (written >= 0)
                    done += (int)written;
                else if (LibC.Error == LibC.BrokenPipe || (_isTerminal && LibC.Error == LibC.InputOutput))
                    _readerGone = true;
                else
                    Await(LibC.Writable);
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>After a failed call: waits if the descriptor does not block, and throws for a real error.</summary>
    private void Await(short events)
    {
        if (LibC.Error == LibC.Interrupted)
            return;
        if (LibC.Error != LibC.TryAgain)
            throw new IOException($"standard stream {descriptor}: {LibC.ErrorText}");
        var target = new LibC.PollTarget { Descriptor = descriptor, Events = events };
        _ = LibC.Poll(&target, 1, -1);
    }
}
