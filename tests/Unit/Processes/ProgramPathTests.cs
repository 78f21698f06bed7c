using Helmstuck.Processes;

namespace Helmstuck.Tests.Unit.Processes;

public sealed class ProgramPathTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("helmstuck-path-");
    private readonly string relative;

    public ProgramPathTests()
    {
        relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.FullName);
        foreach (var name in new[] { "tool", "plain" })
            File.WriteAllText(Path.Combine(folder.FullName, name), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(folder.FullName, "tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => folder.Delete(true);

    [Fact]
    public void An_absolute_folder_is_searched() =>
        Assert.Equal(new ProgramPath.Found($"{folder.FullName}/tool"), ProgramPath.Of("tool", $"/nonexistent:{folder.FullName}"));

    [Fact]
    public void An_absolute_hit_before_a_relative_one_counts() =>
        Assert.Equal(new ProgramPath.Found($"{folder.FullName}/tool"), ProgramPath.Of("tool", $"{folder.FullName}:{relative}:."));

    [Fact]
    public void A_hit_in_a_relative_folder_is_refused() =>
        Assert.Contains($"the relative folder {relative}", Refused($"/nonexistent:{relative}:{folder.FullName}"), StringComparison.Ordinal);

    [Theory]
    [InlineData(":/usr/bin")]
    [InlineData(".:/usr/bin")]
    [InlineData("/usr/bin::")]
    public void A_hit_in_the_current_folder_is_refused(string path)
    {
        var here = $"helmstuck-path-probe-{Guid.NewGuid():n}";
        File.Copy(Path.Combine(folder.FullName, "tool"), here);
        try
        {
            Assert.Contains(
                "the current folder",
                Assert.IsType<ProgramPath.Relative>(ProgramPath.Of(here, path)).Reason,
                StringComparison.Ordinal
            );
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_PATH_nothing_is_found(string? path) => Assert.IsType<ProgramPath.Missing>(ProgramPath.Of("sh", path));

    [Fact]
    public void A_file_that_is_not_executable_is_passed_over() =>
        Assert.IsType<ProgramPath.Missing>(ProgramPath.Of("plain", folder.FullName));

    [Fact]
    public void A_name_with_a_slash_is_taken_as_it_is() =>
        Assert.Equal(new ProgramPath.Found("./tool"), ProgramPath.Of("./tool", folder.FullName));

    private static string Refused(string path) => Assert.IsType<ProgramPath.Relative>(ProgramPath.Of("tool", path)).Reason;
}
