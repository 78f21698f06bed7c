namespace Helmstuck.Tests.Unit.Plugin;

public sealed class CompletionShimTests
{
    [Fact]
    public async Task Shim_hands_every_argument_to_the_program_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("helmstuck-shim-").FullName;
        var shim = Path.Combine(folder, "kubectl_complete-helmstuck");
        File.Copy(Path.Combine(TestPrograms.RepositoryRoot, "plugin/kubectl_complete-helmstuck"), shim);
        var program = Path.Combine(folder, "kubectl-helmstuck");
        File.Copy(shim, program); // A copy is executable, as its source is.
        await File.WriteAllTextAsync(program, "#!/bin/sh\nfor argument; do echo \"[$argument]\"; done\necho :4\n");
        var result = (await ExternalCommand.RunAsync(shim, ["explain", "-n", "a b", ""])).MustSucceed();
        Assert.Equal("[__complete]\n[explain]\n[-n]\n[a b]\n[]\n:4\n", result.Output);
        Directory.Delete(folder, recursive: true);
    }
}
