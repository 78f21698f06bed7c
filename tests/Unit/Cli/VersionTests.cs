using System.Text.Json;
using Helmstuck.Cli;

namespace Helmstuck.Tests.Unit.Cli;

public sealed class VersionTests
{
    [Fact]
    public async Task Without_being_asked_for_the_server_no_session_is_opened()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync("version", "-o", "json");
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(result.Out).RootElement.GetProperty("serverVersion").ValueKind);
        Assert.Null(cli.Globals);
    }

    [Fact]
    public async Task With_the_server_its_version_stands_on_the_second_line()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync("version", "--with-server");
        Assert.Equal([VersionCommand.Line(), "API server v1.33.0+demo", ""], result.Out.Split('\n'));
    }

    [Fact]
    public async Task With_the_server_the_json_has_its_version()
    {
        using var cli = new CliScene();
        var json = JsonDocument.Parse((await cli.RunAsync("version", "--with-server", "-o", "json")).Out).RootElement;
        Assert.Equal("v1.33.0+demo", json.GetProperty("serverVersion").GetString());
    }
}
