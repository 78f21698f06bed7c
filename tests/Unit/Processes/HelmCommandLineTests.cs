using Helmstuck.Processes;

namespace Helmstuck.Tests.Unit.Processes;

/// <summary>Which command lines are those of a Helm that may change the release web in namespace shop.</summary>
public sealed class HelmCommandLineTests
{
    private static bool Concerns(string line, string? otherwise = null) =>
        HelmCommandLine.Of(line.Split(' '))?.ConcernsRelease("web", "shop", otherwise) ?? false;

    [Theory]
    [InlineData("helm upgrade web ./chart -n shop --wait")]
    [InlineData("helm upgrade --install web ./chart --namespace=shop")]
    [InlineData("/usr/local/bin/helm3 -n shop rollback web 3")]
    [InlineData("helm-v4.1.4 uninstall web -nshop")]
    [InlineData("helm secrets upgrade web ./chart -n shop -f secrets.yaml")]
    [InlineData("bash /opt/plugins/helm-secrets upgrade web ./chart -n shop")]
    [InlineData("helm-diffapply upgrade web ./chart -n shop")]
    [InlineData("helmfile -l name=web apply")]
    [InlineData("helmfile -n shop sync")]
    [InlineData("helm upgrade web ./chart --dry-run=none -n shop")]
    [InlineData("helm test web -n shop")]
    [InlineData("helm upgrade -in shop web ./chart", "other")]
    [InlineData("helm upgrade web ./chart -in=shop", "other")]
    [InlineData("helm upgrade web ./chart -n=shop", "other")]
    [InlineData("helm upgrade -f values.yaml -fmore.yaml web ./chart -n shop", "other")]
    [InlineData("/bin/bash -e /usr/local/bin/helm upgrade web ./chart -n shop")]
    [InlineData("python3 -u /opt/helm-wrapper upgrade web ./chart -n shop")]
    [InlineData("helmfile -l name=web apply", "other")]
    [InlineData("helmfile apply", "shop")]
    [InlineData("helmfile-1.1 sync", "shop")]
    public void Works_on_it(string line, string? otherwise = null) => Assert.True(Concerns(line, otherwise));

    [Theory]
    [InlineData("helm upgrade web ./chart -n other")]
    [InlineData("helm upgrade api ./chart -n shop")]
    [InlineData("helm upgrade api ./chart -n shop --set web")]
    [InlineData("helm status web -n shop")]
    [InlineData("helm diff upgrade web ./chart -n shop")]
    [InlineData("helm upgrade web ./chart -n shop --dry-run")]
    [InlineData("helm upgrade web ./chart -n shop --dry-run=server")]
    [InlineData("helmfile -n shop diff")]
    [InlineData("helmfile -n shop -l name=api apply")]
    [InlineData("helmfile apply")]
    [InlineData("helm upgrade -in other web ./chart")]
    [InlineData("bash -c helm upgrade web ./chart -n shop")]
    [InlineData("helmfile -n other -l name=web apply")]
    [InlineData("helmstuck web -n shop")]
    [InlineData("kubectl-helmstuck unstick web -n shop")]
    [InlineData("vim helm upgrade web")]
    [InlineData("helm")]
    public void Does_not_work_on_it(string line) => Assert.False(Concerns(line));

    [Theory]
    [InlineData("shop", true)]
    [InlineData("other", false)]
    [InlineData(null, true)]
    public void Without_a_flag_the_namespace_of_its_context_counts(string? otherwise, bool concerns) =>
        Assert.Equal(concerns, Concerns("helm upgrade web ./chart", otherwise));

    [Fact]
    public void The_flags_that_choose_a_cluster_are_read()
    {
        var line = HelmCommandLine.Of("helm upgrade web . --kube-context gprd --kubeconfig=/k --kube-apiserver https://a".Split(' '))!;
        Assert.Equal(("gprd", "/k", "https://a"), (line.Context, line.Kubeconfig, line.Server));
    }
}
