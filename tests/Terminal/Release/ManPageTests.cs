using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.Release;

/// <summary>The manual page through the programs that show it.</summary>
public sealed class ManPageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-man-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("groff", "-ww", "-man", "-Tutf8")]
    [InlineData("mandoc", "-Wwarning", "-Tutf8")]
    [InlineData("man", "--warnings=w", "-l")]
    public async Task Is_shown_without_a_warning(string program, params string[] arguments)
    {
        // A page that no program can show here is still one: its source says what it must.
        var source = (await ExternalCommand.RunAsync(PseudoTerminal.Product, ["__man"])).MustSucceed();
        Assert.StartsWith(".TH KUBECTL\\-HELMSTUCK 1 ", source.Output, StringComparison.Ordinal);
        if (TestPrograms.OnPath(program) is null)
            return;
        // A binary that was built beside uncommitted files has no date, and mandoc misses one.
        var dated = source.Output.Replace(" 1 \"\" ", " 1 \"2026-01-01\" ", StringComparison.Ordinal);
        var page = Path.Combine(folder, "kubectl-helmstuck.1");
        await File.WriteAllTextAsync(page, dated);
        var shown = (await ExternalCommand.RunAsync(program, [.. arguments, page])).MustSucceed();
        Assert.Equal("", shown.Error);
        Assert.Contains("Do not ask for confirmation.", Regex.Replace(shown.Output, @"\s+", " "), StringComparison.Ordinal);
    }
}
