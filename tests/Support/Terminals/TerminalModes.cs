using System.Buffers.Binary;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Support;

/// <summary>
/// The line discipline's settings as tcgetattr gives them. Two are equal if a program gave the terminal back as it found it.
/// </summary>
internal sealed record TerminalModes(uint Input, uint Output, uint Control, uint Local, string ControlCharacters)
{
    /// <summary>Whether the kernel gathers lines and echoes what is typed: what a shell expects.</summary>
    public bool IsCooked => (Local & (Canonical | Echo)) == (Canonical | Echo);

    /// <summary>Whether neither is so: what a full-screen program sets.</summary>
    public bool IsRaw => (Local & (Canonical | Echo)) == 0;

    private const uint Canonical = 0x2,
        Echo = 0x8;

    public static unsafe TerminalModes Read(int file)
    {
        // struct termios on Linux: four flags, a byte for the line discipline, 32 control characters, two speeds.
        var raw = stackalloc byte[256];
        PseudoTerminalCalls.Checked(LibC.GetAttributes(file, raw), "tcgetattr");
        var bytes = new ReadOnlySpan<byte>(raw, 60);
        uint Flag(ReadOnlySpan<byte> all, int index) => BinaryPrimitives.ReadUInt32LittleEndian(all[(4 * index)..]);
        return new TerminalModes(Flag(bytes, 0), Flag(bytes, 1), Flag(bytes, 2), Flag(bytes, 3), Convert.ToHexString(bytes[16..49]));
    }
}
