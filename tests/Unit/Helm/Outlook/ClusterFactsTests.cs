using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Unit.Helm.Outlook;

/// <summary>What the cluster has to say about Helm's next command besides the records.</summary>
public sealed class ClusterFactsTests
{
    private const string Web = "web";

    private const string Widget = "no matches for kind \"Widget\" in version \"example.com/v1\"";

    private const string WidgetNotFound =
        $"resource mapping not found for name: \"opt\" namespace: \"\" from \"\": {Widget}\nensure CRDs are installed first";

    [Theory]
    [InlineData("unserved", WidgetNotFound)]
    [InlineData("twice", WidgetNotFound)]
    [InlineData(
        "list",
        $"[unable to recognize {Widget}, unable to recognize no matches for kind \"Deployment\" in version \"apps/v1beta2\", "
            + $"{WidgetNotFound}]"
    )]
    public void Words_are_those_of_Helms_builder(string manifest, string words)
    {
        var unbuilt = Unbuilt(manifest)!;
        Assert.Equal(words, unbuilt.Words);
        var verdict = Forecaster.Of(Web, new SeededHistory("1 deployed").Records(Web), Facts((1, unbuilt))).Upgrade;
        Assert.Equal(VerdictOutcome.Refused, verdict.Outcome);
        Assert.Equal($"unable to build kubernetes objects from current release manifest: {words}", verdict.Error!.Helm4);
        Assert.DoesNotContain('\n', OutlookText.Of(verdict.Error));
    }

    [Fact]
    public void Only_the_base_stops_an_upgrade_and_only_the_newest_an_uninstall()
    {
        var records = new SeededHistory("1 deployed", "2 failed").Records(Web);
        var older = Forecaster.Of(Web, records, Facts((1, Unbuilt("unserved")!)));
        Assert.Equal((VerdictOutcome.Refused, VerdictOutcome.Proceeds), (older.Upgrade.Outcome, older.Uninstall.Outcome));
        Assert.Equal(1, older.StartsFrom);
        var newer = Forecaster.Of(Web, records, Facts((2, Unbuilt("unserved")!)));
        Assert.Equal((VerdictOutcome.Proceeds, VerdictOutcome.Refused), (newer.Upgrade.Outcome, newer.Uninstall.Outcome));
        // What the resource policy keeps is not built for an uninstall; a rollback writes its record before it builds.
        var kept = Forecaster.Of(Web, records, Facts((2, Unbuilt("kept")!)));
        Assert.Equal((VerdictOutcome.Proceeds, VerdictOutcome.Proceeds), (kept.Uninstall.Outcome, kept.Rollback.Outcome));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", true)]
    [InlineData("v1", "ConfigMap", true)]
    [InlineData("networking.k8s.io/v1", "Ingress", true)]
    [InlineData("v1", "Deployment", false)]
    [InlineData("extensions/v1beta1", "Ingress", false)]
    [InlineData("policy/v1", "PodDisruptionBudget", false)]
    [InlineData("batch/v1", "CronJob", false)]
    [InlineData("", "ConfigMap", false)]
    public void What_some_API_server_lacks_is_asked_for(string apiVersion, string kind, bool always) =>
        Assert.Equal(always, AlwaysServed.TypeOf(apiVersion, kind) is not null);

    [Fact]
    public void A_namespace_that_is_being_deleted_refuses_all_that_writes_a_new_record()
    {
        var cluster = new ClusterFacts { Deletion = new NamespaceDeletion("shop", null, "") };
        var forecast = Forecaster.Of(Web, new SeededHistory("1 superseded", "2 deployed").Records(Web), cluster);
        const string Words =
            "create: failed to create: secrets \"sh.helm.release.v1.web.v3\" is forbidden: unable to create new content in namespace shop "
            + "because it is being terminated";
        Assert.Equal(
            [Words, Words, Words],
            new[] { forecast.Upgrade, forecast.UpgradeInstall, forecast.Rollback }.Select(verdict => verdict.Error!.Helm3)
        );
        Assert.Equal(VerdictOutcome.Proceeds, forecast.Uninstall.Outcome);
        Assert.Equal(
            "Helm thinks web is at revision 2 (chart demo-1.0.0, deployed). The next upgrade will be refused: namespace shop is being "
                + "deleted.",
            OutlookText.Now(Web, forecast)
        );
        // With no record left the driver that was asked for decides about the words.
        Assert.StartsWith(
            "configmaps \"sh.helm.release.v1.web.v1\" is forbidden",
            Forecaster.Of(Web, [], cluster with { Driver = StorageDriver.ConfigMap }).Install.Error!.Helm4,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "metadata": { "name": "shop" }, "status": { "phase": "Active" } }""", null)]
    [InlineData(
        """{ "metadata": { "name": "shop", "deletionTimestamp": "2026-11-22T14:02:11Z" }, "spec": { "finalizers": [ "kubernetes" ] } }""",
        "namespace shop is being deleted since 2026-11-22 14:02:11Z, held by finalizer kubernetes of the namespace"
    )]
    [InlineData(
        """
            { "metadata": { "name": "shop", "deletionTimestamp": "2026-11-22T14:02:11Z", "finalizers": [ "example.com/hold", 7 ] },
              "status": { "phase": "Terminating", "conditions": [
                { "type": "NamespaceContentRemaining", "status": "False", "message": "All content removed" },
                { "type": "NamespaceDeletionDiscoveryFailure", "status": "True", "message": "Discovery failed for some groups, 1 failing" } ] } }
            """,
        "namespace shop is being deleted since 2026-11-22 14:02:11Z, held by Discovery failed for some groups, 1 failing; finalizer "
            + "example.com/hold of the namespace"
    )]
    [InlineData(
        """
            { "metadata": { "name": "shop", "deletionTimestamp": "2026-11-22T14:02:11Z" }, "status": { "phase": "Terminating", "conditions": [
                { "type": "NamespaceContentRemaining", "status": "True", "message": "Some resources are remaining: pods. has 1 resource instances" },
                { "type": "NamespaceFinalizersRemaining", "status": "True",
                  "message": "Some content in the namespace has finalizers remaining: a/b in 1 resource instances" } ] } }
            """,
        "namespace shop is being deleted since 2026-11-22 14:02:11Z, held by finalizers: a/b in 1 resource instances; content: pods. has 1 "
            + "resource instances"
    )]
    public void What_holds_a_namespace_is_told(string json, string? sentence) =>
        Assert.Equal(sentence, NamespaceDeletion.Of(KubeObject.Parse(json))?.Sentence);

    internal static UnbuiltManifest? Unbuilt(string manifest) =>
        UnbuiltManifest.Of(
            ManifestParser.Parse(SeededHistory.Manifests[manifest], "shop"),
            key => AlwaysServed.TypeOf(key.ApiVersion, key.Kind) is not null
        );

    private static ClusterFacts Facts(params (int Revision, UnbuiltManifest Manifest)[] unbuilt) =>
        new() { Unbuilt = unbuilt.ToDictionary(one => RecordName.Of(Web, one.Revision), one => one.Manifest) };
}
