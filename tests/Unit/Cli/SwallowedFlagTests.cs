namespace Helmstuck.Tests.Unit.Cli;

/// <summary>A flag whose value is missing never takes the next flag for it: that one could be the --dry-run.</summary>
public sealed class SwallowedFlagTests
{
    [Theory]
    [InlineData("unstick", "gitlab-cny", "--revision", "1234", "--yes", "--override", "helm-idle=x", "--attest", "--dry-run")]
    [InlineData("unstick", "gitlab-cny", "--revision", "1234", "--yes", "--attest", "ci-jobs", "--override", "--dry-run")]
    [InlineData("unstick", "gitlab-cny", "--revision", "1234", "--yes", "--attest", "--read-only")]
    [InlineData("list", "-n", "-A")]
    [InlineData("list", "--kubeconfig", "--all")]
    public async Task The_next_flag_is_no_value(params string[] arguments)
    {
        using var scene = new CliScene();
        var result = await scene.RunAsync(arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: flag needs an argument: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(scene.World.Api.Mutations);
    }
}
