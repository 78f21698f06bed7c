using System.Net;
using Helmstuck.Config;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>Ways to a real API server that are out of the ordinary; real kubectl goes them as well.</summary>
public sealed class AccessTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("- context: {cluster: test, user: USER, namespace: SPACE}", "name: test", "name: USER")]
    [InlineData("- context: {namespace: SPACE}", "", "")]
    public async Task Nameless_context_without_a_current_context_as_in_kubectl(string context, string cluster, string user)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("access");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var admin = await File.ReadAllTextAsync(plane.AdminUser.Kubeconfig);
        var name = plane.AdminUser.Name;
        string Filled(string text) =>
            text.Replace("USER", name, StringComparison.Ordinal).Replace("SPACE", space, StringComparison.Ordinal);
        var lines = admin.Split('\n').Where(line => !line.StartsWith("current-context", StringComparison.Ordinal)).ToList();
        var at = lines.FindIndex(line => line.StartsWith("contexts:", StringComparison.Ordinal));
        lines.RemoveRange(at + 1, 2);
        lines.Insert(at + 1, Filled(context));
        var text = string.Join('\n', lines);
        if (cluster.Length == 0)
            text = text.Replace("- name: test\n", "- name: ''\n", StringComparison.Ordinal);
        if (user.Length == 0)
            text = text.Replace($"- name: {name}\n", "- name: ''\n", StringComparison.Ordinal);
        var file = plane.WriteKubeconfig(text);

        var theirs = (
            await ExternalCommand.RunAsync(
                TestPrograms.Find("kubectl"),
                ["get", "secrets", "-o", "name", "--kubeconfig", file],
                new Dictionary<string, string?> { ["KUBECONFIG"] = null }
            )
        ).MustSucceed();
        Assert.Contains("secret/sh.helm.release.v1.web.v2", theirs.Output, StringComparison.Ordinal);

        var loaded = Kubeconfig.Load(new KubeFlags { Kubeconfig = file }, new KubeEnvironment(static _ => null, ""));
        var target = Assert.IsType<KubeResult<ClusterTarget>.Ok>(loaded).Value;
        using var client = new KubeClient(target);
        var records = await new RecordReader(client, StorageDriver.Secret).ListAsync(target.Namespace, "web", default);
        Assert.Equal(2, records.ValueOrDefault!.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotAcceptable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Gateway_that_knows_plain_JSON_only(HttpStatusCode refusal)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("access");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        using var gateway = new Gateway(plane, refusal);
        using var client = new KubeClient(new ClusterTarget { Server = plane.Server, Namespace = space }, gateway);
        var notices = new List<string>();
        client.Notice = notices.Add;
        var surveyor = new Surveyor(client, Composition.Options(new Settings(), StorageDriver.Secret), TimeProvider.System);
        var listing = await surveyor.Finder.FindAsync(new ListScope { Namespace = space }, static _ => { }, default);
        var row = Assert.Single(listing.Rows);
        Assert.Equal(("web", 2L, true), (row.Release, row.Revision, row.Stuck));
        var review = await surveyor.ReviewAsync(space, "web", new ReviewOptions(), static _ => { }, default);
        Assert.Equal(2, review.History.Count);
        Assert.Equal(CheckState.Pass, review.Find("record")!.State);
        Assert.StartsWith(
            $"Warning: {client.Target.ServerHost} refuses a request for metadata alone with {(int)refusal}",
            Assert.Single(notices),
            StringComparison.Ordinal
        );
        Assert.Equal(1, gateway.Refused);
    }

    /// <summary>Passes requests on as the admin, but not those whose Accept header is more than a media type.</summary>
    private sealed class Gateway(ControlPlane plane, HttpStatusCode refusal) : HttpMessageHandler
    {
        private int refused;

        public int Refused => refused;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Accept.ToString().Contains("as=PartialObjectMetadata", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref refused);
                return new HttpResponseMessage(refusal) { Content = new StringContent("unsupported media type") };
            }
            var onward = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            return await plane.Admin.SendAsync(onward, cancellationToken);
        }
    }
}
