using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class OwnerFinderTests
{
    private static ObjectMeta Record(int revision, params string[] managers) =>
        ObjectMeta.From(
            JsonDocument
                .Parse(
                    $$"""
                    { "metadata": { "name": "sh.helm.release.v1.web.v{{revision}}", "namespace": "apps", "labels": { "owner": "helm", "version": "{{revision}}" }, "managedFields": [
                        {{string.Join(
                        ',',
                        managers.Select(
                            (manager, index) =>
                                $$"""{ "manager": "{{manager}}", "operation": "Update", "time": "2026-09-12T14:0{{index}}:00Z" }"""
                        )
                    )}} ] } }
                    """
                )
                .RootElement
        );

    private static KubeObject Item(
        string kind,
        string name,
        string metadata = "\"labels\": {}",
        string status = "{}",
        string @namespace = "apps"
    ) =>
        KubeObject.Parse(
            $$"""
            { "kind": "{{kind}}", "metadata": { "name": "{{name}}", "namespace": "{{@namespace}}", {{metadata}} }, "status": {{status}} }
            """
        );

    private static OwnerFact? Find(ObjectMeta[]? records = null, KubeObject[]? objects = null, KubeObject[]? pods = null) =>
        OwnerFinder.Find("web", "apps", records ?? [Record(1, "Helm")], objects ?? [], pods ?? []);

    [Fact]
    public void A_release_of_plain_Helm_has_no_owner()
    {
        Assert.Null(OwnerFinder.Find("web", "apps", [], [], []));
        Assert.Null(
            Find(
                objects:
                [
                    Item(
                        "Deployment",
                        "web",
                        """ "labels": { "app.kubernetes.io/instance": "web", "app.kubernetes.io/managed-by": "Helm" }, "managedFields": [ { "manager": "helm" }, { "manager": "kube-controller-manager" } ] """
                    ),
                ],
                pods: [Item("Pod", "web-1", status: """{ "phase": "Running" }""")]
            )
        );
    }

    [Theory]
    [InlineData("Helm")]
    [InlineData("helm")]
    [InlineData("helm3")]
    [InlineData("Go-http-client")]
    [InlineData("kubectl")]
    [InlineData("kubectl-helmstuck")]
    [InlineData("kubectl-edit")]
    [InlineData("k9s")]
    public void A_tool_in_a_persons_hand_is_no_owner(string manager) => Assert.Null(Find([Record(1, manager)]));

    [Fact]
    public void Flux_by_its_labels()
    {
        var owner = Find(
            objects:
            [
                Item(
                    "Deployment",
                    "web",
                    """ "labels": { "helm.toolkit.fluxcd.io/name": "web-release", "helm.toolkit.fluxcd.io/namespace": "flux-system" } """
                ),
            ]
        );
        Assert.NotNull(owner);
        Assert.Equal((OwnerKind.Flux, "flux-system/web-release", true), (owner.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal(["Deployment web is labelled helm.toolkit.fluxcd.io/name=web-release"], owner.Evidence);
        Assert.Equal(
            [
                "Flux unlocks the release by itself at its next reconciliation. To do it now:",
                "flux reconcile helmrelease web-release -n flux-system --reset",
                "To work by hand, stop Flux first:",
                "flux suspend helmrelease web-release -n flux-system",
                "Resume it afterwards:",
                "flux resume helmrelease web-release -n flux-system",
            ],
            owner.Advice
        );
    }

    [Fact]
    public void Flux_without_the_namespace_label_is_looked_for_beside_the_release() =>
        Assert.Equal("apps/web", Find(objects: [Item("Service", "web", """ "labels": { "helm.toolkit.fluxcd.io/name": "web" } """)])!.Name);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flux_by_its_field_manager(bool onRecord)
    {
        var owner = onRecord
            ? Find([Record(2, "helm-controller")])
            : Find(
                objects: [Item("ConfigMap", "web", """ "managedFields": [ { "manager": "helm-controller", "operation": "Apply" } ] """)]
            );
        Assert.Equal((OwnerKind.Flux, true), (owner!.Kind, owner.LeaveToOwner));
        Assert.Equal(
            [onRecord ? "record sh.helm.release.v1.web.v2 was written by helm-controller" : "ConfigMap web was written by helm-controller"],
            owner.Evidence
        );
        Assert.Equal("flux get helmreleases --all-namespaces", owner.Advice[^1]);
    }

    [Theory]
    [InlineData("helm-install-web", "\"labels\": {}")]
    [InlineData("helm-delete-web", "\"labels\": {}")]
    [InlineData("job", "\"labels\": { \"helmcharts.helm.cattle.io/chart\": \"web\" }")]
    [InlineData("job", "\"ownerReferences\": [ { \"apiVersion\": \"helm.cattle.io/v1\", \"kind\": \"HelmChart\", \"name\": \"web\" } ]")]
    public void K3s_by_its_Job(string name, string metadata)
    {
        var owner = Find(pods: [Item("Job", name, metadata, """{ "active": 1 }""", "kube-system")]);
        Assert.Equal((OwnerKind.K3sHelmChart, "kube-system/web", true), (owner!.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal([$"Job {name} belongs to HelmChart web, and is active"], owner.Evidence);
        Assert.Contains("kubectl get helmchart.helm.cattle.io web -n kube-system -o yaml", owner.Advice);
    }

    [Theory]
    [InlineData("apps", true)]
    [InlineData("elsewhere", false)]
    public void K3s_says_in_its_Job_where_the_release_lies(string target, bool owned)
    {
        var job = KubeObject.Parse(
            $$"""
            { "kind": "Job", "metadata": { "name": "helm-install-web", "namespace": "kube-system" },
              "spec": { "template": { "spec": { "containers": [ { "name": "helm", "env": [ { "name": "TARGET_NAMESPACE",
                "value": "{{target}}" } ] } ] } } } }
            """
        );
        Assert.Equal(owned, Find(pods: [job]) is not null);
    }

    [Fact]
    public void Flux_by_a_label_on_the_record_itself()
    {
        var record = ObjectMeta.From(
            JsonDocument
                .Parse(
                    """
                    { "metadata": { "name": "sh.helm.release.v1.web.v2", "labels": { "helm.toolkit.fluxcd.io/name": "web",
                      "helm.toolkit.fluxcd.io/namespace": "flux" } } }
                    """
                )
                .RootElement
        );
        Assert.Equal((OwnerKind.Flux, "flux/web"), (Find([record])!.Kind, Find([record])!.Name));
    }

    [Theory]
    [InlineData("helm-install-other", "\"labels\": {}")]
    [InlineData("web", "\"ownerReferences\": [ { \"apiVersion\": \"example.com/v1\", \"kind\": \"HelmChart\", \"name\": \"web\" } ]")]
    public void Jobs_of_other_charts_say_nothing(string name, string metadata) => Assert.Null(Find(pods: [Item("Job", name, metadata)]));

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Pending", true)]
    [InlineData("Succeeded", false)]
    [InlineData("Failed", false)]
    public void Rancher_while_its_operation_runs(string phase, bool found)
    {
        var owner = Find(pods: [Item("Pod", "helm-operation-x7kp2", status: $$"""{ "phase": "{{phase}}" }""")]);
        Assert.Equal(found, owner is { Kind: OwnerKind.Rancher, Name: "apps/helm-operation-x7kp2", LeaveToOwner: true });
        Assert.Equal(found, owner is not null);
    }

    [Fact]
    public void Rancher_Fleet_by_its_field_manager() =>
        Assert.Equal(
            (OwnerKind.Rancher, "Rancher Fleet", true),
            Find([Record(1, "fleetagent")]) is { } owner ? (owner.Kind, owner.Name, owner.LeaveToOwner) : default
        );

    [Theory]
    [InlineData("\"annotations\": { \"argocd.argoproj.io/tracking-id\": \"shop:apps/Deployment:apps/web\" }", "shop")]
    [InlineData("\"annotations\": { \"argocd.argoproj.io/tracking-id\": \"team_shop:apps/Deployment:apps/web\" }", "team/shop")]
    [InlineData("\"labels\": { \"argocd.argoproj.io/instance\": \"shop\" }", "shop")]
    public void Argo_CD_by_its_tracking(string metadata, string application)
    {
        var owner = Find(objects: [Item("Service", "plain"), Item("Deployment", "web", metadata)]);
        Assert.Equal((OwnerKind.ArgoCd, application, true), (owner!.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal([$"Deployment web is tracked by Argo CD application {application}"], owner.Evidence);
        Assert.Equal($"argocd app terminate-op {application}", owner.Advice[^1]);
    }

    [Fact]
    public void Terraform_does_not_act_by_itself()
    {
        var owner = Find([Record(1, "Helm"), Record(2, "terraform-provider-helm_v2.12.1_x5")]);
        Assert.Equal((OwnerKind.Terraform, "terraform-provider-helm", false), (owner!.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal(["record sh.helm.release.v1.web.v2 was written by terraform-provider-helm_v2.12.1_x5"], owner.Evidence);
    }

    [Theory]
    [InlineData("pulumi-resource-kubernetes")]
    [InlineData("werf")]
    public void Other_writers_are_named(string manager)
    {
        var owner = Find([Record(3, "Helm", manager), Record(2, "Helm")]);
        Assert.Equal((OwnerKind.Other, manager, false), (owner!.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal([$"record sh.helm.release.v1.web.v3 was written by {manager}"], owner.Evidence);
    }

    [Theory]
    [InlineData("manager", "what controllers made with kubebuilder or operator-sdk are called by default, Cluster API's among them")]
    [InlineData("helm-operator", "the Helm operator of operator-sdk, or of Flux 1")]
    [InlineData("crossplane-helm-provider", "Crossplane's provider-helm")]
    [InlineData("user-cluster-controller-manager", "Kubermatic")]
    [InlineData("rancher", "Rancher's server")]
    [InlineData("sail-operator", "by its name a controller")]
    public void A_writer_with_the_name_of_a_controller_may_run_elsewhere_and_retries_what_failed(string manager, string what)
    {
        var owner = Find([Record(3, "Helm"), Record(2, manager, "kubectl-edit")])!;
        Assert.Equal((OwnerKind.Controller, manager, false, true), (owner.Kind, owner.Name, owner.LeaveToOwner, owner.RetriesFailed));
        Assert.StartsWith($"{manager} is {what}. It may run in another cluster", owner.Advice[0], StringComparison.Ordinal);
        Assert.Equal([$"record sh.helm.release.v1.web.v2 was written by {manager}"], owner.Evidence);
    }

    [Theory]
    [InlineData("velero-server")]
    [InlineData("velero")]
    [InlineData("backup-restore-operator")]
    public void A_backup_tool_is_no_owner(string manager) => Assert.Null(Find([Record(3, "Helm", manager)]));

    private const string Owned =
        """ "ownerReferences": [ { "apiVersion": "apps.example.com/v1", "kind": "WebApp", "name": "shop", "controller": true } ] """;

    [Fact]
    public void An_operator_by_its_ownerReference_on_the_only_record()
    {
        var owner = Find([Item("Secret", "sh.helm.release.v1.web.v1", Owned).Meta])!;
        Assert.Equal((OwnerKind.Operator, "WebApp shop", true), (owner.Kind, owner.Name, owner.LeaveToOwner));
        Assert.Equal(["record sh.helm.release.v1.web.v1 is owned by WebApp shop (apps.example.com/v1), its controller"], owner.Evidence);
        Assert.EndsWith(
            "Delete no record of its release, above all not this one, the only one.",
            owner.Advice[0],
            StringComparison.Ordinal
        );
        Assert.Equal("kubectl get webapp.apps.example.com shop -n apps -o yaml", owner.Advice[^1]);
    }

    [Fact]
    public void An_operator_by_its_marks_on_an_object()
    {
        Assert.Equal("WebApp shop", Find(objects: [Item("Service", "plain"), Item("Deployment", "web", Owned)])!.Name);
        var elsewhere = Find(
            objects:
            [
                Item(
                    "ClusterRole",
                    "web",
                    """ "annotations": { "operator-sdk/primary-resource": "ops/shop", "operator-sdk/primary-resource-type": "WebApp.apps.example.com" } """
                ),
            ]
        )!;
        Assert.Equal((OwnerKind.Operator, "WebApp ops/shop"), (elsewhere.Kind, elsewhere.Name));
        Assert.Equal("kubectl get webapp.apps.example.com shop -n ops -o yaml", elsewhere.Advice[^1]);
    }

    [Fact]
    public void What_owns_without_controlling_or_is_part_of_the_release_is_no_owner()
    {
        Assert.Null(Find(objects: [Item("Deployment", "web", Owned.Replace("true", "false", StringComparison.Ordinal))]));
        Assert.Null(Find(objects: [Item("Deployment", "web", Owned), Item("WebApp", "shop")]));
        Assert.Null(Find(objects: [Item("ReplicaSet", "web", Owned.Replace("WebApp", "Deployment", StringComparison.Ordinal))]));
    }

    [Fact]
    public void The_last_writer_of_a_record_counts() => Assert.Null(Find([Record(3, "werf", "Helm")]));

    [Fact]
    public void A_controller_comes_before_a_tool()
    {
        var flux = Item(
            "Deployment",
            "web",
            """ "labels": { "helm.toolkit.fluxcd.io/name": "web", "argocd.argoproj.io/instance": "shop" } """
        );
        Assert.Equal(OwnerKind.Flux, Find([Record(1, "terraform-provider-helm")], [flux])!.Kind);
    }

    [Theory]
    [InlineData("$(reboot)")]
    [InlineData("--help")]
    [InlineData("a; reboot")]
    [InlineData("a\\nreboot")]
    public void A_name_that_a_shell_would_read_differently_is_in_no_command(string name)
    {
        var argo = Find(objects: [Item("Deployment", "web", $"\"annotations\": {{ \"argocd.argoproj.io/tracking-id\": \"{name}:x\" }}")])!;
        var flux = Find(objects: [Item("Deployment", "web", $"\"labels\": {{ \"helm.toolkit.fluxcd.io/name\": \"{name}\" }}")])!;
        Assert.DoesNotContain(argo.Advice, line => line.StartsWith("argocd", StringComparison.Ordinal));
        Assert.DoesNotContain(flux.Advice, line => line.StartsWith("flux", StringComparison.Ordinal));
    }

    [Fact]
    public void Never_throws_on_any_JSON()
    {
        var values = Gen.Elements(
            "null",
            "1",
            "\"x\"",
            "[]",
            "{}",
            "[ null ]",
            "[ { } ]",
            "[ { \"manager\": null, \"time\": \"soon\" } ]",
            "{ \"helm.toolkit.fluxcd.io/name\": null }",
            "{ \"argocd.argoproj.io/tracking-id\": \":\" }"
        );
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                values.ListOf(7).ToArbitrary(),
                parts =>
                {
                    var json = KubeObject.Parse(
                        $$"""
                        { "kind": {{parts[0]}}, "status": {{parts[1]}}, "metadata": { "name": {{parts[2]}}, "labels": {{parts[
                            3
                        ]}}, "annotations": {{parts[4]}}, "managedFields": {{parts[5]}}, "ownerReferences": {{parts[6]}} } }
                        """
                    );
                    return OwnerFinder.Find("web", "apps", [json.Meta], [json], [json])
                        is null
                            or { Evidence.Count: > 0, Advice.Count: > 0 };
                }
            )
        );
    }
}
