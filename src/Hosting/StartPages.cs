using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helmstuck.Hosting;

/// <summary>
/// The pages of the executable that only a start uses: the runtime unpacks the tables of all types from more than 2 MB of them, and
/// settings, TLS and the first frame have code of their own. A screen that stays open for hours would keep them resident.
/// </summary>
internal static unsafe partial class StartPages
{
    // getauxval(3), elf(5), madvise(2).
    private const ulong HeadersOfProgram = 3,
        NumberOfHeaders = 5;
    private const uint Loaded = 1,
        Headers = 6,
        Writable = 2;
    private const int NotNeeded = 4;

    // Documentation/admin-guide/mm/pagemap.rst: present, and of a file. A page that was written to is no longer of a file.
    private const ulong Clean = (1UL << 63) | (1UL << 61);

    /// <summary>
    /// Gives the resident pages of code and constants back to the system. What is used again comes from the file, so pages that the
    /// runtime has written to are kept. Nothing changes where the system does not say where they are.
    /// </summary>
    public static void GiveBack()
    {
        // Otherwise the executable is dotnet.
        if (!OperatingSystem.IsLinux() || RuntimeFeature.IsDynamicCodeSupported || sizeof(nint) != 8)
            return;
        var at = AuxiliaryValue(HeadersOfProgram);
        var headers = new ReadOnlySpan<ProgramHeader>((void*)at, (int)AuxiliaryValue(NumberOfHeaders));
        foreach (var own in headers)
        foreach (var header in headers)
            if (own.Type == Headers && header.Type == Loaded && (header.Flags & Writable) == 0)
                GiveBack(at - own.Address + header.Address, header.FileSize);
    }

    private static void GiveBack(ulong start, ulong length)
    {
        var size = (ulong)Environment.SystemPageSize;
        var first = (start + size - 1) / size;
        var pages = new ulong[Math.Max((start + length) / size, first) - first];
        if (!Read(pages, first))
            return;
        for (int from = 0, to; from < pages.Length; from = to + 1)
        {
            for (to = from; to < pages.Length && (pages[to] & Clean) == Clean; to++) { }
            // A refusal changes nothing: the pages stay.
            if (to > from)
                _ = Advise((first + (ulong)from) * size, (ulong)(to - from) * size, NotNeeded);
        }
    }

    private static bool Read(ulong[] pages, ulong first)
    {
        try
        {
            using var map = File.OpenHandle("/proc/self/pagemap", share: FileShare.ReadWrite);
            var bytes = MemoryMarshal.AsBytes(pages.AsSpan());
            return RandomAccess.Read(map, bytes, (long)first * sizeof(ulong)) == bytes.Length;
        }
        // Where it is hidden, as in some containers, the pages stay.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Elf64_Phdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProgramHeader
    {
        public readonly uint Type,
            Flags;
        public readonly ulong Offset,
            Address,
            PhysicalAddress,
            FileSize,
            MemorySize,
            Alignment;
    }

    [LibraryImport("libc", EntryPoint = "getauxval")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial ulong AuxiliaryValue(ulong type);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(ulong address, ulong length, int advice);
}
