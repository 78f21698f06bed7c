using System.Text.Json.Nodes;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Helm.Records;

/// <summary>Records whose object name, labels and payload do not tell of the same release and revision.</summary>
public sealed class RecordIdentityTests
{
    private const string Name = "sh.helm.release.v1.app.v8";

    [Fact]
    public void Name_labels_and_payload_that_agree_contradict_nothing() => Assert.Null(Judge(Object()));

    [Theory]
    [InlineData("sh.helm.release.v1.other.v8", "app", "8", "the object is named sh.helm.release.v1.other.v8, but its label name is app")]
    [InlineData(Name, "", "8", $"the object is named {Name}, but its label name is empty")]
    [InlineData("sh.helm.release.v1.app.v9", "app", "8", "the object is named sh.helm.release.v1.app.v9, but its label version is 8")]
    [InlineData(Name, "app", "-1", $"the object is named {Name}, but its label version is -1")]
    [InlineData(Name, "app", "0", $"the object is named {Name}, but its label version is 0")]
    [InlineData(Name, "app", "08", $"the object is named {Name}, but its label version is 08")]
    [InlineData(Name, "app", "2147483648", $"the object is named {Name}, but its label version is 2147483648")]
    [InlineData(Name, "app", "9223372036854775808", $"the object is named {Name}, but its label version is 9223372036854775808")]
    [InlineData("sh.helm.release.v1.app.v0", "app", "0", "the object is named sh.helm.release.v1.app.v0, but Helm counts revisions from 1")]
    [InlineData(
        "sh.helm.release.v1.app.v-1",
        "app",
        "-1",
        "the object is named sh.helm.release.v1.app.v-1, which is not a record name of Helm"
    )]
    [InlineData(
        "sh.helm.release.v1.app.v08",
        "app",
        "8",
        "the object is named sh.helm.release.v1.app.v08, which is not a record name of Helm"
    )]
    [InlineData(
        "sh.helm.release.v1.app.v9223372036854775808",
        "app",
        "8",
        "the object is named sh.helm.release.v1.app.v9223372036854775808, which is not a record name of Helm"
    )]
    [InlineData("tls-key", "app", "8", "the object is named tls-key, which is not a record name of Helm")]
    public void Labels_that_the_name_does_not_tell_are_a_contradiction(
        string name,
        string labelName,
        string labelVersion,
        string expected
    ) => Assert.Equal(expected, Judge(Object(name, labelName, labelVersion)));

    [Theory]
    [InlineData("other", "8", $"the object is named {Name}, but its payload is of release other")]
    [InlineData("", "8", $"the object is named {Name}, but its payload is of release empty")]
    [InlineData("app", "9", $"the object is named {Name}, but its payload is of revision 9")]
    [InlineData("app", "-1", $"the object is named {Name}, but its payload is of revision -1")]
    [InlineData("app", "0", $"the object is named {Name}, but its payload is of revision 0")]
    [InlineData("app", "2147483648", $"the object is named {Name}, but its payload is of revision 2147483648")]
    [InlineData("app", "9223372036854775807", $"the object is named {Name}, but its payload is of revision 9223372036854775807")]
    public void Payload_that_the_name_does_not_tell_is_a_contradiction(string release, string version, string expected) =>
        Assert.Equal(expected, Judge(Object(release: release, version: version)));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("8.5")]
    [InlineData("1e400")]
    public void Payload_version_that_no_int_of_Helm_holds_cannot_be_decoded(string version)
    {
        var record = Read(Object(version: version));
        Assert.IsType<RecordPayload.Undecodable>(record.Payload);
        Assert.Equal(8, record.Revision);
    }

    [Fact]
    public void Revision_of_64_bits_is_read_as_Helm_reads_it()
    {
        var record = Read(Object("sh.helm.release.v1.app.v2147483648", "app", "2147483648", version: "2147483648"));
        Assert.Equal(2147483648, record.Revision);
        Assert.Null(RecordIdentity.Contradiction(record));
    }

    [Fact]
    public void Payload_of_another_namespace_is_told_and_no_contradiction()
    {
        var record = Read(Object(ns: "elsewhere"));
        Assert.Null(RecordIdentity.Contradiction(record));
        Assert.Equal("elsewhere", RecordIdentity.OtherNamespace(record.Meta, record.Payload));
    }

    [Fact]
    public void Contradiction_fails_the_record_check_and_blocks_whatever_reason_is_given()
    {
        var record = Read(Object("sh.helm.release.v1.other.v8"));
        var check = RecordCheck.Of([record], record, [record]);
        Assert.Equal(CheckState.Fail, check.State);
        Assert.Equal(
            "the record contradicts itself: the object is named sh.helm.release.v1.other.v8, but its label name is app",
            check.Summary
        );
        var gate = Gate.Decide(
            [new Check(RecordCheck.Id, check.State, check.Summary, check.Evidence)],
            new Consent { BlanketReason = "I know", Overrides = [new Override(RecordCheck.Id, "I know")] }
        );
        Assert.Contains(gate.Blocking, blocked => blocked.Id == RecordCheck.Id);
    }

    // A delete takes the pending records below with it.
    [Fact]
    public void Contradiction_of_a_record_that_must_go_with_it_fails_the_check_too()
    {
        var newest = Read(Object());
        var below = Read(Object("sh.helm.release.v1.other.v7", "app", "7", version: "7"));
        Assert.Equal(CheckState.Fail, RecordCheck.Of([newest, below], newest, [newest, below]).State);
    }

    // Helm asks by the labels, and finds a record under any name.
    [Fact]
    public void Record_under_a_foreign_name_is_seen_by_its_labels_alone()
    {
        Assert.Equal("tls-key", Read(Object("tls-key")).Meta.ObjectName);
        var unlabelled = Object("tls-key");
        unlabelled["metadata"]!["labels"]!.AsObject().Remove("owner");
        Assert.Null(PayloadDecoder.FromObject(StorageDriver.Secret, KubeObject.Parse(unlabelled.ToJsonString())));
    }

    private static JsonObject Object(
        string name = Name,
        string labelName = "app",
        string labelVersion = "8",
        string release = "app",
        string version = "8",
        string ns = "shop"
    )
    {
        var secret = new SeedRecord(ns, "app", 8, "pending-upgrade")
        {
            ObjectName = name,
            Labels = new Dictionary<string, string?> { ["name"] = labelName, ["version"] = labelVersion },
            Edit = payload =>
            {
                payload["name"] = release;
                payload["version"] = JsonNode.Parse(version);
            },
        }.Object();
        secret["metadata"]!["namespace"] = "shop";
        return secret;
    }

    private static ReleaseRecord Read(JsonObject secret) =>
        PayloadDecoder.FromObject(StorageDriver.Secret, KubeObject.Parse(secret.ToJsonString()))!;

    private static string? Judge(JsonObject secret) => RecordIdentity.Contradiction(Read(secret));
}
