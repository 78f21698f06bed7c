namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>
/// What the page of kubectl commands shows is taken off the screen as it stands there, and does what it says with the real kubectl.
/// </summary>
public sealed class EndToEndCommandsTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("web", 80, 24)]
    [InlineData("payments-gateway-authorization-service-canary-eu1", 80, 30)]
    [InlineData("web", 120, 40)]
    public async Task Commands_off_the_screen_delete_the_record_once(string release, int columns, int rows)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("team-payments-production-eu-central-1-blue");
        await plane.SeedHistoryAsync(space, release, "deployed", "pending-upgrade");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, release, 3, ""));
        await using var terminal = scene.Start(columns, rows);
        await Screens.WaitUntilReadAsync(terminal);
        terminal.Send("y");
        await terminal.WaitForAsync("# restore");
        var shown = terminal.See(screen => screen.Lines.ToList());
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("# back up"), "the panes are back");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());

        var script = string.Join(
            '\n',
            shown
                .SkipWhile(line => !line.StartsWith("CTX=", StringComparison.Ordinal))
                .TakeWhile(line => !line.StartsWith("# restore", StringComparison.Ordinal))
        );
        var folder = Directory.CreateDirectory(Path.Combine(plane.Folder, $"paste-{Guid.NewGuid():N}")).FullName;
        var environment = scene.Environment(
            ("PATH", $"{Path.GetDirectoryName(TestPrograms.Find("kubectl"))}:{Environment.GetEnvironmentVariable("PATH")}")
        );
        Task<CommandResult> Paste(string text) => ExternalCommand.RunAsync("/bin/sh", ["-ec", $"cd {folder}\n{text}"], environment);
        (await Paste(script)).MustSucceed();
        await scene.AssertOnlyTheRecordIsGoneAsync();
        var backup = Assert.Single(Directory.GetFiles(folder, "sh.helm.release.v1.*.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));

        // The same commands later, when another record has that name: refused.
        await plane.SeedAsync(new SeedRecord(space, release, 2, "pending-upgrade"));
        var held = await plane.Second.RecordsAsync(space);
        var again = await Paste(script);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("Error from server (Conflict)", again.Error, StringComparison.Ordinal);
        Assert.Equal(held, await plane.Second.RecordsAsync(space));
    }
}
