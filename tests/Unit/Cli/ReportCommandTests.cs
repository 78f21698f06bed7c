using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>Where the report goes: standard output, a file, the terminal's clipboard.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly CliScene cli = new();
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-report-").FullName;

    public void Dispose()
    {
        cli.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_is_copied_as_it_is_printed()
    {
        var result = await cli.RunAsync("report", "gitlab-cny", "--copy");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("# Helm release `gitlab-cny`", result.Out, StringComparison.Ordinal);
        Assert.Equal(result.Out, cli.Copied);
        Assert.Contains("sent to the terminal's clipboard", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_to_validate_name_the_driver()
    {
        using var maps = new CliScene(StorageDriver.ConfigMap, "default");
        await maps.World.SeedAsync(new SeedRecord("default", "web", 1, "deployed") { Driver = "configmap" });
        Assert.Contains(
            "`HELM_DRIVER=configmap helm history web -n default",
            (await maps.RunAsync("report", "web")).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_terminal_that_is_not_there_is_an_error_and_the_report_is_printed()
    {
        cli.CopyError = "there is no terminal";
        var result = await cli.RunAsync("report", "gitlab-cny", "--copy");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("# Helm release", result.Out, StringComparison.Ordinal);
        Assert.Equal("error: the report was not copied: there is no terminal\n", result.Error);
    }

    [Fact]
    public async Task It_is_written_to_a_new_private_file()
    {
        var path = Path.Combine(folder, "incident.md");
        var result = await cli.RunAsync("report", "gitlab-cny", "--file", path);
        Assert.Equal((0, "", $"report written: {path}\n"), (result.ExitCode, result.Out, result.Error));
        Assert.StartsWith("# Helm release", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        await File.WriteAllTextAsync(path, "somebody's notes");
        var again = await cli.RunAsync("report", "gitlab-cny", "--file", path);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains(path, again.Error, StringComparison.Ordinal);
        Assert.Equal("somebody's notes", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_device_without_an_end_is_not_read()
    {
        var result = await cli.RunAsync("report", "gitlab-cny", "--file", "/dev/zero");
        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains("/dev/zero", result.Error, StringComparison.Ordinal);
    }
}
