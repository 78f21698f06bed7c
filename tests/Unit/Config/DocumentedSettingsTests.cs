using System.Runtime.CompilerServices;

namespace Helmstuck.Tests.Unit.Config;

public sealed class DocumentedSettingsTests
{
    /// <summary>The example of docs/settings.md is a settings file, and its table names every key.</summary>
    [Fact]
    public void The_documented_example_can_be_used()
    {
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "settings.md"));
        using var given = new SettingsFixture();
        given.Write(page.Split("```json")[1].Split("```")[0]);
        var settings = given.Ok();
        Assert.Equal(
            ("gitlab", "ops actions deploy lock"),
            (settings.Namespace, string.Join(' ', settings.CiSources.Select(source => source.Name)))
        );
        Assert.All(Helmstuck.Config.SettingsShape.Root.Keys.Keys, key => Assert.Contains($"`{key}", page));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
