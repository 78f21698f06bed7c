using System.Diagnostics;

namespace Helmstuck.Tests.Cluster;

public sealed class ControlPlaneTests(SharedControlPlane shared)
{
    [Fact]
    public async Task Private_control_plane_starts_and_leaves_no_process_and_no_folder()
    {
        var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false });
        var ids = plane.ProcessIds;
        Assert.Equal(2, ids.Count);
        (await plane.Kubectl("get", "--raw", "/readyz")).MustSucceed();
        await plane.DisposeAsync();
        Assert.False(Directory.Exists(plane.Folder));
        foreach (var id in ids)
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    [Fact]
    public async Task Token_user_may_do_what_was_granted_and_nothing_else_and_the_audit_log_tells()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        var user = plane.AddTokenUser($"reader-{space}", "some-group");
        await plane.GrantAsync(user, space, Allow.Read("secrets"));
        (await plane.RunAsync("kubectl", user, ["get", "secrets", "-n", space])).MustSucceed();
        var refused = await plane.RunAsync("kubectl", user, ["create", "configmap", "x", "-n", space]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("forbidden", refused.Error, StringComparison.Ordinal);
        var events = await plane.AuditAsync(user.Name);
        Assert.Contains(
            events,
            entry => entry is { Verb: "list", Resource: "secrets", Code: 200, Mutates: false } && entry.Namespace == space
        );
        Assert.Contains(events, entry => entry is { Verb: "create", Resource: "configmaps", Code: 403, Mutates: true });
    }

    [Fact]
    public async Task Certificate_user_is_known_by_its_name_and_an_expired_one_is_not()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        var user = plane.AddCertificateUser($"cert-{space}", ["group-a"]);
        await plane.GrantAsync(user, space, Allow.All("configmaps"));
        (await plane.RunAsync("kubectl", user, ["create", "configmap", "made-by-cert", "-n", space])).MustSucceed();
        var late = plane.AddCertificateUser($"late-{space}", expires: DateTimeOffset.UtcNow.AddHours(-1));
        var refused = await plane.RunAsync("kubectl", late, ["get", "configmaps", "-n", space]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("logged in", refused.Error + refused.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Second_client_reads_what_kubectl_reads()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        var held = Assert.Single(await plane.Second.RecordsAsync(space));
        var format = "{{.metadata.name}} {{.metadata.uid}} {{.metadata.resourceVersion}} {{.type}} release={{base64decode .data.release}}";
        var read = await plane.Kubectl("get", "secret", held.Name, "-n", space, "-o", $"go-template={format}");
        Assert.Equal($"{held.Name} {held.Uid} {held.ResourceVersion} {held.Type} {held.Data}", read.MustSucceed().Output);
    }

    [Fact]
    public async Task Second_client_refuses_a_server_of_another_authority()
    {
        var plane = await shared.GetAsync();
        using var other = new CertificateAuthority("another-ca");
        using var client = new SecondClient(plane.Server, plane.AdminUser.Token!, other.Pem);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.RecordsAsync("default"));
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
    }

    [Fact]
    public async Task Delete_is_audited_with_its_preconditions()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        var uid = Assert.Single(await plane.Second.RecordsAsync(space)).Uid;
        var options = Path.Combine(plane.Folder, $"{space}.json");
        await File.WriteAllTextAsync(options, $$"""{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"{{uid}}" } }""");
        (
            await plane.Kubectl("delete", "--raw", $"/api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v1", "-f", options)
        ).MustSucceed();
        var deletion = Assert.Single(await plane.AuditAsync(), entry => entry.Verb == "delete" && entry.Namespace == space);
        Assert.Equal(uid, deletion.Body!.Value.GetProperty("preconditions").GetProperty("uid").GetString());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Helm_killed_in_the_middle_of_an_upgrade_stays_locked(int major)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        var stuck = await plane.LeaveStuckUpgradeAsync(major, space, "web");
        var refused = await plane.Helm(major, "upgrade", "web", stuck.Chart, "-n", space);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("another operation (install/upgrade/rollback) is in progress", refused.Error, StringComparison.Ordinal);
        await plane.DeleteAsync($"api/v1/namespaces/{space}/secrets/{stuck.Record}");
        (await plane.Helm(major, "upgrade", "web", stuck.Chart, "-n", space)).MustSucceed();
    }

    [Fact]
    public async Task Upgrade_that_is_under_way_finishes_once_its_pods_are_ready()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        var (_, upgrade) = await plane.StartUpgradeAsync(3, space, "web");
        await using (upgrade)
        await using (plane.KeepPodsReady(space))
            (await upgrade.FinishAsync()).MustSucceed();
    }

    [Theory]
    [InlineData("secret", 3)]
    [InlineData("secret", 4)]
    [InlineData("configmap", 3)]
    [InlineData("configmap", 4)]
    public async Task Helm_reads_seeded_records(string driver, int major)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "superseded") { Driver = driver, Uncompressed = true });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { Driver = driver, Description = "Preparing upgrade" });
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["HELM_DRIVER"] = driver };
        var history = await ExternalCommand.RunAsync(
            TestPrograms.Find($"helm{major}"),
            ["history", "web", "-n", space, "-o", "json"],
            environment
        );
        Assert.Contains("\"status\":\"pending-upgrade\"", history.MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("Preparing upgrade", history.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_of_the_tests_do_not_reach_the_programs_that_they_run()
    {
        var variables = (await ExternalCommand.RunAsync("/usr/bin/env", [])).MustSucceed().Output.Split('\n');
        Assert.DoesNotContain(
            variables,
            line => line.StartsWith("TEST_BINARY=", StringComparison.Ordinal) || line.StartsWith("KUBE_TEST_BIN=", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Deployment_becomes_available_without_a_kubelet()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync();
        (await plane.Helm3("install", "web", TestChart.Small.Write(plane.Folder), "-n", space)).MustSucceed();
        await plane.MakeHealthyAsync(space);
        var rollout = await plane.Kubectl("rollout", "status", "deployment/web", "-n", space);
        Assert.Contains("successfully rolled out", rollout.MustSucceed().Output, StringComparison.Ordinal);
    }
}
