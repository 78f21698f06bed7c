using Helmstuck.Config;
using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Runbook;

/// <summary>Facts of a release, made by hand.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    /// <summary>The record of one revision of <c>web</c>, begun an hour ago.</summary>
    public static ReleaseRecord Record(int revision, string status, string? label = null, bool readPayload = true) =>
        new(
            new RecordMeta
            {
                Driver = StorageDriver.Secret,
                Namespace = "shop",
                ObjectName = RecordName.Of("web", revision),
                Uid = $"uid-{revision}",
                ResourceVersion = $"{revision}00",
                Release = "web",
                LabelStatus = label ?? status,
                Revision = revision,
                OwnedByHelm = true,
                StartedAt = Now.AddHours(-1),
                LastWrittenAt = Now.AddMinutes(-50),
                LastWriter = "Helm",
            },
            readPayload
                ? new RecordPayload.Decoded(
                    new ReleasePayload
                    {
                        Name = "web",
                        Version = revision,
                        Namespace = "shop",
                        Status = status,
                        ChartName = "web",
                        ChartVersion = $"1.{revision}.0",
                    }
                )
                : RecordPayload.NotRead.Instance
        );

    public static ReleaseRecord Corrupt(int revision, string label) =>
        Record(revision, label) with
        {
            Payload = new RecordPayload.Undecodable("not gzip"),
        };

    /// <summary>Records of these statuses as revisions 1, 2, 3 …, newest first.</summary>
    public static IReadOnlyList<ReleaseRecord> History(params string[] statuses) =>
        [.. statuses.Select((status, index) => Record(index + 1, status)).Reverse()];

    public static WorkloadHealth Workload(string name, WorkloadVerdict verdict, NamedIn named = NamedIn.Both) =>
        new()
        {
            Kind = "Deployment",
            Namespace = "shop",
            Name = name,
            Verdict = verdict,
            Reason = $"{name} is {verdict}",
            NamedIn = named,
        };

    public static CiJobsAnswer NoSource => new("prod", []);

    public static CiJobsAnswer Source(SourceState state, string evidence) => new("prod", [new SourceAnswer("ops", state, [evidence])]);

    /// <summary>Everything answered and well: a Review of these records that lets the delete through.</summary>
    public static ReviewFacts Well(IReadOnlyList<ReleaseRecord> history) =>
        new()
        {
            Context = "prod",
            Server = "api.prod.example:6443",
            Namespace = "shop",
            Release = "web",
            IdleAfter = new HelmSettings().IdleAfter,
            Records = new Loadable<IReadOnlyList<ReleaseRecord>>.Known(history),
            ServerNow = Now,
            ClockSkew = TimeSpan.Zero,
            Workloads = new Loadable<IReadOnlyList<WorkloadHealth>>.Known([Workload("web", WorkloadVerdict.Healthy)]),
            ActiveHooks = new Loadable<IReadOnlyList<string>>.Known([]),
            CiJobs = Source(SourceState.Idle, "no job of shop/deploy runs or waits"),
            Owner = new Loadable<OwnerFact?>.Known(null),
            Deletion = new Loadable<NamespaceDeletion?>.Known(null),
            Unbuilt = new Loadable<IReadOnlyDictionary<string, UnbuiltManifest>>.Known(ClusterFacts.Well.Unbuilt),
            Permissions = new Loadable<IReadOnlyList<Permission>>.Known([
                new Permission("delete", "secrets", history.Count > 0 ? history[0].Meta.ObjectName : "", true, ""),
            ]),
            Changes = new Loadable<IReadOnlyList<ManifestChange>>.Known([]),
            LiveCompared = true,
            ReadAt = Now,
        };

    public static Review Review(params string[] statuses) => Reviewer.Assemble(Well(History(statuses)));
}
