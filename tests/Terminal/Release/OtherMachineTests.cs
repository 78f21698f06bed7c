using System.Text.RegularExpressions;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal.Release;

/// <summary>The published binaries with an old C library and OpenSSL 1.1, and on arm64.</summary>
public sealed class OtherMachineTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("bullseye", false)]
    [InlineData("bullseye", true)]
    [InlineData("bookworm", true)]
    public async Task Demo_is_drawn(string suite, bool arm64)
    {
        if (await OtherMachine.FindAsync(suite, arm64) is not { } machine)
            return;
        await using var terminal = PseudoTerminal.Start(machine.Program, [.. machine.Arguments, "--demo"], 80, 24);
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains("gitlab-cny", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Theory]
    [InlineData("bullseye", false)]
    [InlineData("bullseye", true)]
    [InlineData("bookworm", true)]
    public async Task Stuck_release_of_a_real_server_is_listed_and_unstuck(string suite, bool arm64)
    {
        if (await OtherMachine.FindAsync(suite, arm64) is not { } machine)
            return;
        var scene = await EndToEndScene.StuckAsync(shared, 3);
        var listed = await ExternalCommand.RunAsync(
            machine.Program,
            [.. machine.Arguments, "list", "-n", scene.Space, "-o", "name"],
            scene.Environment(machine.Telling)
        );
        Assert.Equal((0, $"secret/{scene.Release.Record}\n"), (listed.ExitCode, listed.Output));
        AssertLibrariesAreOf(machine, listed.Error);

        await using var terminal = PseudoTerminal.Start(
            machine.Program,
            [.. machine.Arguments, "-n", scene.Space],
            80,
            24,
            scene.Environment()
        );
        await scene.DeleteAsync(terminal);
        terminal.Send("q");
        var exitCode = await terminal.WaitForExitAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}\n{terminal.Screen}");
        await scene.AssertOnlyTheRecordIsGoneAsync();
        (await scene.UpgradeAsync()).MustSucceed();
    }

    /// <summary>What the loader says of each library that it starts: all are the other machine's.</summary>
    private static void AssertLibrariesAreOf(OtherMachine machine, string said)
    {
        var started = Regex.Matches(said, @"calling init: (\S+)").Select(found => found.Groups[1].Value).ToList();
        Assert.Contains(started, library => library.Contains("/libc.so.6", StringComparison.Ordinal));
        Assert.Contains(started, library => library.Contains("/libssl.so.", StringComparison.Ordinal));
        // The emulator shows the program the folder as if it were the root.
        Assert.All(
            started,
            library =>
                Assert.True(
                    library.StartsWith(machine.Root, StringComparison.Ordinal) || File.Exists(machine.Root + library),
                    $"{library} is not of {machine.Root}"
                )
        );
    }
}
