using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>The published binary by itself: one native file, and the cluster inside it.</summary>
public sealed class DemoTests(ITestOutputHelper output) : IDisposable
{
    private const int MostBytes = 12_500_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-demo-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Delete_and_undo_work_in_the_demo(int columns, int rows)
    {
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--demo"], columns, rows, Environment());
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains("gitlab-cny", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("d");
        await terminal.WaitUntilAsync(
            screen => screen.Contains("Type 1234 to delete sh.helm.release.v1.gitlab-cny.v1234") && Screens.Questions(terminal) == 1,
            "the dialog is open"
        );
        await EndToEndScene.AttestAsync(terminal);
        terminal.Send("1234");
        await terminal.WaitUntilAsync(screen => Screens.Typed(screen) == "1234", "the revision is typed");
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        Assert.Contains("Helm is unstuck", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\e");
        await terminal.WaitUntilAsync(
            screen => screen.Contains(" Stuck releases 1 ") && !screen.Lines[2].Contains("gitlab-cny ", StringComparison.Ordinal),
            "one release is left, and it is the one that is reviewed"
        );
        terminal.Send("u");
        await terminal.WaitForAsync("Enter restores it");
        await terminal.EnterAsync();
        await terminal.WaitUntilAsync(
            screen => screen.Contains("Restore sh.helm.release.v1.gitlab-cny.v1234") && screen.Contains("✓ done"),
            "the record is back"
        );
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => screen.Contains(" Stuck releases 2 "), "both are stuck again");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_move_that_changes_the_whole_review_sends_at_most_1500_bytes()
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        var moves = 0;
        foreach (var key in "jkjkjk")
        {
            var (before, release) = (terminal.Written.Length, key == 'j' ? "registry revision 1," : "gitlab-cny revision 1234,");
            terminal.Send(key.ToString());
            await terminal.WaitUntilAsync(
                screen => screen.Contains(release) && !screen.Contains(" old …") && Screens.IsRead(screen),
                $"{release} is read"
            );
            var bytes = terminal.Written.Length - before;
            output.WriteLine($"{key}: {bytes} bytes");
            // Not the first time: the pane above grows to the longer answers.
            if (++moves > 1)
                Assert.InRange(bytes, 1, 1500);
        }
    }

    [Fact]
    public async Task Open_screen_gives_back_what_only_the_start_reads()
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        var (size, resident, own) = (0L, 0L, false);
        foreach (var line in File.ReadLines($"/proc/{terminal.Id}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
                own = words[1] == "r--p" && words[^1] == Path.GetFullPath(PseudoTerminal.Product);
            else if (own && words[0] == "Size:")
                size += long.Parse(words[1], CultureInfo.InvariantCulture);
            else if (own && words[0] == "Rss:")
                resident += long.Parse(words[1], CultureInfo.InvariantCulture);
        }
        // The tables that only the start reads are a third of it, and without them 0.8 would be resident.
        Assert.InRange(resident, 1, size * 0.6);
    }

    [Fact]
    public async Task Screen_is_printed_without_a_terminal()
    {
        var printed = (
            await ExternalCommand.RunAsync(PseudoTerminal.Product, ["screen", "--demo", "--size", "80x24"], Environment())
        ).MustSucceed();
        Assert.Equal("", printed.Error);
        var lines = printed.Output.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 20, 24);
        Assert.Matches(@"^ demo · gitlab · .* read \d\d:\d\d:\d\dZ$", lines[0]);
        Assert.DoesNotContain('\e', printed.Output);
        foreach (var answer in (string[])["1 Stuck", "2 Running", "3 Healthy", "4 Delete", "5 Next"])
            Assert.Contains($"\n{answer} ", printed.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Product_without_a_terminal_lists()
    {
        var listed = (await ExternalCommand.RunAsync(PseudoTerminal.Product, ["--demo"], Environment())).MustSucceed();
        Assert.Matches(
            @"^RELEASE +REVISION +STATUS +PHASE +AGE\n"
                + @"gitlab-cny +1234 +pending-upgrade +stuck +\S+\nregistry +1 +pending-install +stuck +\S+\n$",
            listed.Output
        );
    }

    [Fact]
    public void Binary_is_one_small_native_file()
    {
        var file = new FileInfo(PseudoTerminal.Product);
        Assert.InRange(file.Length, 1, MostBytes);
        using var stream = file.OpenRead();
        var magic = new byte[4];
        stream.ReadExactly(magic);
        Assert.Equal(OperatingSystem.IsMacOS() ? [0xcf, 0xfa, 0xed, 0xfe] : [0x7f, (byte)'E', (byte)'L', (byte)'F'], magic);
    }

    [Fact]
    public async Task Binary_needs_nothing_but_the_c_library()
    {
        var linked = (await ExternalCommand.RunAsync("ldd", [Path.GetFullPath(PseudoTerminal.Product)])).MustSucceed().Output;
        var libraries = linked
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Path.GetFileName(line.Trim().Split(' ')[0]).Split('.')[0]);
        Assert.Empty(
            libraries.Except(["linux-vdso", "ld-linux-x86-64", "ld-linux-aarch64", "libc", "libm", "libdl", "libpthread", "librt"])
        );
    }

    [Fact]
    public void Runtime_knows_every_setting_that_the_project_gives_it()
    {
        // A name with one letter in another case is ignored without a word, and shows only in memory.
        var binary = Encoding.Latin1.GetString(File.ReadAllBytes(PseudoTerminal.Product));
        var settings = XDocument
            .Load(Path.Combine(TestPrograms.RepositoryRoot, "kubectl-helmstuck.csproj"))
            .Descendants("IlcArg")
            .Select(argument => argument.Attribute("Include")!.Value)
            .Where(argument => argument.StartsWith("--runtimeopt:", StringComparison.Ordinal))
            .Select(argument => argument["--runtimeopt:".Length..].Split('=')[0])
            .ToList();
        Assert.NotEmpty(settings);
        // Once as the project's setting, once as the name that the runtime looks up.
        Assert.All(settings, name => Assert.Equal((name, 2), (name, binary.Split($"\0{name}\0").Length - 1)));
    }

    [Fact]
    public async Task Binary_works_alone_in_a_folder_without_the_sdk()
    {
        var alone = Path.Combine(_folder, "kubectl-helmstuck");
        File.Copy(PseudoTerminal.Product, alone);
        var start = new ProcessStartInfo(alone, ["list", "--demo", "-o", "name"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/nonexistent";
        start.Environment["TMPDIR"] = _folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await error));
        Assert.Contains("gitlab-cny", await output, StringComparison.Ordinal);
    }

    private Dictionary<string, string?> Environment() =>
        new()
        {
            ["TMPDIR"] = _folder,
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "none"),
            ["HELM_DRIVER"] = null,
            ["LC_ALL"] = "C.UTF-8",
        };
}
