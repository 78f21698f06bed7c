using Helmstuck.Processes;

namespace Helmstuck.Tests.Unit.Processes;

/// <summary>A command line that is shown gives no secret away.</summary>
public sealed class MaskedCommandTests
{
    [Theory]
    [InlineData("/usr/bin/helm|upgrade|web|--set|a=hunter2", "helm upgrade web --set ***")]
    [InlineData("helm|upgrade|web|--set=a=hunter2|-n|shop", "helm upgrade web --set=*** -n shop")]
    [InlineData("helm|upgrade|web|--set-string|db.password=hunter2|--set-json=x={}", "helm upgrade web --set-string *** --set-json=***")]
    [InlineData("helm|upgrade|web|--kube-token|hunter2", "helm upgrade web --kube-token ***")]
    [InlineData("helm|install|web|--username=bob|--password|hunter2", "helm install web --username=*** --password ***")]
    [InlineData("helm|upgrade|web|https://bob:hunter2@charts.example/web.tgz", "helm upgrade web https://***@charts.example/web.tgz")]
    [InlineData("helmfile|apply|--args|--wait --set a=hunter2", "helmfile apply --args ***")]
    [InlineData("helmfile|apply|--state-values-set|token=hunter2", "helmfile apply --state-values-set ***")]
    [InlineData("helm|upgrade|web|-f|https://git.example/v.yaml?private_token=hunter2", "helm upgrade web -f ***")]
    [InlineData("helm|upgrade|web|https://charts.example/web.tgz?sig=hunter2", "helm upgrade web https://charts.example/web.tgz?***")]
    [InlineData("helm|upgrade|web|-f|https://git.example/v.yaml?sig=hunter2", "helm upgrade web -f https://git.example/v.yaml?***")]
    [InlineData("helm|upgrade|--reset-values|web|./chart", "helm upgrade --reset-values web ./chart")]
    [InlineData("helm|upgrade|web|./chart|--wait|--timeout|5m", "helm upgrade web ./chart --wait --timeout 5m")]
    public void Secrets_are_masked(string arguments, string shown) => Assert.Equal(shown, MaskedCommand.Of(arguments.Split('|')));
}
